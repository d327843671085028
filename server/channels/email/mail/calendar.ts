import { oneLine } from './words.ts'

const KINDS: Record<string, string> = {
  REQUEST: 'Invitation',
  PUBLISH: 'Event',
  CANCEL: 'Cancelled',
  COUNTER: 'Other time proposed',
}
const ANSWERS: Record<string, string> = {
  ACCEPTED: 'Accepted',
  DECLINED: 'Declined',
  TENTATIVE: 'Tentatively accepted',
}

type Property = { params: string; value: string }

/** One line that says what a calendar part (RFC 5545, RFC 5546) is about; null when it holds no event. */
export function describeEvent(calendar: string, method = ''): string | null {
  const properties = readEvent(calendar.slice(0, 100_000))
  const summary = properties.get('SUMMARY')
  const start = properties.get('DTSTART')
  if (!summary && !start) return null
  const said = properties.get('METHOD')?.value ?? method
  const answer = /PARTSTAT=([A-Z-]+)/i.exec(properties.get('ATTENDEE')?.params ?? '')?.[1]?.toUpperCase() ?? ''
  const kind = said.toUpperCase() === 'REPLY' ? (ANSWERS[answer] ?? 'Answer') : (KINDS[said.toUpperCase()] ?? 'Event')
  const details = [unescapeText(summary), start ? describeTime(start) : '', unescapeText(properties.get('LOCATION'))]
  return `${kind}: ${details.filter((detail) => detail !== '').join(', ')}`
}

function readEvent(calendar: string): Map<string, Property> {
  const properties = new Map<string, Property>()
  let inside = ''
  for (const line of calendar.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const [, name = '', params = '', value = ''] =
      /^([A-Za-z-]+)((?:;[^:"]*(?:"[^"]*")?)*):(.*)$/.exec(line.slice(0, 2_000)) ?? []
    const key = name.toUpperCase()
    if (key === 'BEGIN') inside = value.toUpperCase()
    // Of the time zones' own dates nobody wants to know.
    const isWanted = key === 'METHOD' || inside === 'VEVENT'
    if (isWanted && !properties.has(key)) properties.set(key, { params, value })
  }
  return properties
}

function describeTime({ params, value }: Property): string {
  const [, year, month, day, hour, minute, zulu] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?/.exec(value) ?? []
  if (!year) return ''
  const date = `${year}-${month}-${day}`
  if (!hour) return date
  const zone = zulu ? 'UTC' : oneLine(/TZID="?([^";:]+)/i.exec(params)?.[1] ?? '')
  return `${date} ${hour}:${minute}${zone ? ` (${zone})` : ''}`
}

function unescapeText(property: Property | undefined): string {
  return oneLine((property?.value ?? '').replace(/\\n/gi, ' ').replace(/\\(.)/g, '$1')).slice(0, 300)
}
