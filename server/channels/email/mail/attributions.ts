/** "wrote" in the languages of our mail programs; \b knows ASCII only, so the words stand between non-letters. */
const WROTE =
  /(?<!\p{L})(wrote|writes|kirjutas|kirjutab|kirjoitti|skrev|skriver|schrieb|rakstīja|raksta|rašė|parašė|пишет|писала?|написала?|написа(в|ла)|écrit|escribió|escreveu|ha scritto|napisał(a|\(a\))?|pisze|schreef|a écrit)(\(а\))?(?!\p{L})/iu
const ADDRESS = /[^\s<>()"]+@[^\s<>()":]+/
const DATE = /\d{1,2}[:.]\d{2}(?!\d)|(?:19|20)\d{2}|\d{1,2}[./]\d{1,2}[./]|\d{1,2}\.? ?\p{L}{3}/u
const MAX_LENGTH = 400

/** Whether this line says who wrote what follows and when: "E, 7. september 2026 kell 10:15 Pood <…> kirjutas:". */
export function isAttribution(line: string): boolean {
  if (line.length > MAX_LENGTH) return false
  const text = line.replace(/^[>\s*_-]+|[\s*_-]+$/g, '')
  if (!text.endsWith(':')) return isEstonianGmail(text)
  const hasAddress = ADDRESS.test(text)
  const hasDate = DATE.test(text)
  return WROTE.test(text) ? hasAddress || hasDate : hasDate && hasAddress && />:$|\):$|\]:$/.test(text)
}

/** Whether this line says who wrote, no more: only what follows can prove it. */
export function mayBeAttribution(line: string): boolean {
  if (line.length > MAX_LENGTH) return false
  const text = line.trim()
  return text.length < 120 && text.endsWith(':') && WROTE.test(text)
}

function isEstonianGmail(text: string): boolean {
  return /kirjutas kuupäeval .{4,80}\d{1,2}[:.]\d{2}:?$/u.test(text) && ADDRESS.test(text)
}

const FROM = 'from|saatja|kellelt|lähettäjä|от кого|от|no|nuo|från|von|de|van|fra|od|da'
const OTHERS =
  'sent|date|to|cc|subject|reply-to|saadetud|kuupäev|saatmise kuupäev|saatmisaeg|adressaat|kellele|saaja|koopia|teema|vastus' +
  '|lähetetty|päivämäärä|päiväys|vastaanottaja|vast\\.ott\\.|kopio|aihe|отправлено|дата|кому|копия|тема' +
  '|nosūtīts|nosūtīta|datums|kam|kopija|temats|tēma|tēmats|išsiųsta|data|kam|gavėjas|kopija|tema' +
  '|skickat|datum|till|kopia|ämne|gesendet|an|betreff|antwort an|importance|tähtsus'
const FROM_LINE = new RegExp(`^[\\s>*]*(?:${FROM})\\*?[ \\t\\u00a0]*:[*\\s]`, 'iu')
const OTHER_LINE = new RegExp(`^[\\s>*]*(${OTHERS})\\*?[ \\t\\u00a0]*:`, 'iu')

/** How many lines of headers begin here, as Outlook and its like put them above what they quote; 0 when none do. */
export function headerBlockLength(lines: string[], at: number): number {
  if (!FROM_LINE.test(`${cut(lines[at])} `)) return 0
  const found = new Set<string>()
  let end = at + 1
  for (let next = at + 1; next < Math.min(at + 9, lines.length); next++) {
    const name = OTHER_LINE.exec(cut(lines[next]))?.[1]?.toLowerCase()
    if (name) found.add(name)
    if (name) end = next + 1
    else if (found.size > 0 && cut(lines[next]).trim() === '') break
  }
  return found.size >= 2 ? end - at : 0
}

const ORIGINAL =
  'original message|original e-?mail|algne kiri|algne sõnum|algsõnum|algne e-kiri|originaalkiri|alkuperäinen viesti|viestin alkuperäinen' +
  '|исходное сообщение|оригинальное сообщение|исходное письмо|sākotnējā ziņa|oriģinālais ziņojums|sākotnējais ziņojums|oriģinālā vēstule' +
  '|originalus laiškas|pradinis laiškas|originali žinutė|ursprungligt meddelande|originalmeddelande|ursprüngliche nachricht|original-?nachricht'
const ORIGINAL_LINE = new RegExp(`^[\\s>]*[-_=]{2,}\\s*(?:${ORIGINAL})[^\\p{L}]*(?:[-_=]{2,})?\\s*$`, 'iu')

/** "-----Algne kiri-----" */
export function isOriginalLine(line: string): boolean {
  return line.length < 200 && ORIGINAL_LINE.test(line)
}

const FORWARD =
  'forwarded message|forwarded mail|begin forwarded message|edastatud kiri|edastatud sõnum|edasisaadetud kiri|edastatud kirja algus' +
  '|välitetty viesti|edelleenlähetetty viesti|alkaa välitetty viesti|välitetty viesti alkaa' +
  '|пересылаемое сообщение|пересланное сообщение|переадресованное сообщение|начало переадресованного сообщения|начало переданного сообщения' +
  '|pārsūtīts ziņojums|pārsūtītā ziņa|pārsūtīta vēstule|pārsūtītais ziņojums|persiųstas laiškas|persiųsta žinutė|persiunčiamas laiškas' +
  '|vidarebefordrat meddelande|vidarebefordrat brev|vidarebefordrat mail|weitergeleitete nachricht|anfang der weitergeleiteten nachricht'
const FORWARD_LINE = new RegExp(
  `^[\\s*]*(?:[-_=]{2,})?\\s*(?:${FORWARD})(?:\\s+(?:från|from|von)\\s.{0,80}?)?\\s*:?\\s*(?:[-_=]{2,})?\\s*$`,
  'iu',
)

/** "---------- Forwarded message ---------" */
export function isForwardLine(line: string): boolean {
  return line.length < 200 && FORWARD_LINE.test(line)
}

function cut(line: string | undefined): string {
  return (line ?? '').slice(0, 300)
}
