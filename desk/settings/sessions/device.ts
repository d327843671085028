import Bowser from 'bowser'

export type Device = { name: string; isPhone: boolean }

/** A session's device as a person would call it: "Firefox on Windows". */
export function deviceOf(userAgent: string | null | undefined): Device {
  if (!userAgent) return { name: 'Unknown device', isPhone: false }
  const { browser, os, platform } = Bowser.parse(userAgent)
  const name = [browser.name, os.name && osNames[os.name] ? osNames[os.name] : os.name].filter(Boolean).join(' on ')
  return { name: name || 'Unknown device', isPhone: platform.type === 'mobile' || platform.type === 'tablet' }
}

export const thisDevice = () => deviceOf(navigator.userAgent).name

const osNames: Record<string, string> = { macOS: 'Mac', iOS: 'iPhone or iPad', 'Chrome OS': 'Chromebook' }
