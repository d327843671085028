import type { ChannelBody } from '#protocol/channels.ts'

/** The line for the shop's pages. How the launcher looks stands in it, so that it looks right before it has asked anybody. */
export function scriptTag({ key, settings }: Pick<ChannelBody, 'key' | 'settings'>, origin: string): string {
  const { accent, side, offsetX, offsetY, launcherLabels = {} } = settings
  const labels = Object.entries(launcherLabels).map(([language, label]) => [`label-${language.toLowerCase()}`, label])
  const attributes = [['channel', key], ['accent', accent], ['side', side], ['x', offsetX], ['y', offsetY], ...labels]
  const written = attributes.flatMap(([name, value]) => (value ? [` data-${name}="${escaped(String(value))}"`] : []))
  return `<script src="${origin}/widget.js"${written.join('')} async></script>`
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
