import type { ChannelBody, ChatSettings, VisitConsent } from '#protocol/channels.ts'
import type { WidgetConfigBody } from '#protocol/widget.ts'
import { languageChoices } from '../../ui/regional.ts'
import { SPRUCE } from './contrast.ts'

/** The languages that the chat window speaks; in others it is English. */
const SPOKEN = ['en', 'et', 'fi', 'lt', 'lv', 'ru', 'sv']

export const spokenChoices = () => languageChoices().filter(({ value }) => SPOKEN.includes(value))

/** What the window speaks to a reader of this language. */
export const spokenIn = (language: string) => (SPOKEN.includes(language) ? language : 'en')

/** How a chat window looks and what it says, as it stands in the form. Empty is what Infolett brings along. */
export type ChatLook = {
  language: string
  accent: string
  greeting: string
  greetings: Record<string, string>
  launcherLabels: Record<string, string>
  side: 'left' | 'right' | ''
  offsetX: string
  offsetY: string
  visitConsent: VisitConsent
}

export function lookOf({ settings }: Pick<ChannelBody, 'settings'>, workspaceLanguage: string): ChatLook {
  return {
    language: settings.language ?? workspaceLanguage,
    accent: settings.accent ?? SPRUCE,
    greeting: settings.greeting ?? '',
    greetings: settings.greetings ?? {},
    launcherLabels: settings.launcherLabels ?? {},
    side: settings.side ?? '',
    offsetX: settings.offsetX ? String(settings.offsetX) : '',
    offsetY: settings.offsetY ? String(settings.offsetY) : '',
    visitConsent: settings.visitConsent ?? 'always',
  }
}

export function settingsOf({ side, ...look }: ChatLook): ChatSettings {
  return {
    language: look.language,
    greeting: look.greeting.trim() || null,
    greetings: written(look.greetings),
    launcherLabels: written(look.launcherLabels),
    accent: look.accent === SPRUCE ? null : look.accent,
    ...(side && { side }),
    offsetX: pixels(look.offsetX),
    offsetY: pixels(look.offsetY),
    visitConsent: look.visitConsent,
  }
}

/** What a visitor who reads this language would be shown. */
export function previewOf(look: ChatLook, language: string, workspaceName: string): WidgetConfigBody {
  return {
    workspaceName,
    language: look.language,
    greeting: look.greetings[language]?.trim() || look.greeting.trim() || null,
    accent: look.accent,
    look: {
      side: look.side || 'right',
      x: pixels(look.offsetX) || 20,
      y: pixels(look.offsetY) || 20,
      label: look.launcherLabels[language]?.trim() ?? '',
    },
    preChat: {},
    visitConsent: look.visitConsent,
    maxAttachmentBytes: 20 * 1024 * 1024,
  }
}

/** Whether a change is seen on the window or on its button; undefined: on both, or nowhere. */
export function whereSeen(part: Partial<ChatLook>): 'button' | 'window' | undefined {
  if ('side' in part || 'offsetX' in part || 'offsetY' in part || 'launcherLabels' in part) return 'button'
  return 'greeting' in part || 'greetings' in part ? 'window' : undefined
}

/** A sentence when this is no distance that a launcher can keep, else null. */
export const checkPixels = (text: string) =>
  /^\s*\d{1,3}\s*$/.test(text) && Number(text) <= 300 ? null : 'A number from 0 to 300.'

/** 0: as the page says. */
const pixels = (text: string) => (text.trim() !== '' && checkPixels(text) === null ? Number(text) : 0)

const written = (texts: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([language, text]) => (text.trim() ? [[language, text.trim()] as const] : [])),
  )
