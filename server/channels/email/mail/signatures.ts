const DEVICE = [
  /^(sent|get|sent with|sent via) (from|outlook|proton|yahoo|gmx|my)\b.{0,80}$/i,
  /^saadetud (minu |rakendusest |seadmest |nutitelefonist |mobiilist |android|iphone|outlook)/i,
  /^(hankige|hangi) outlook/i,
  /^lähetetty .{0,60}(iphone|ipad|android|samsung|outlook|sähköposti|puhelime|laittee|gmail)/i,
  /^(hanki|lataa) outlook/i,
  /^(отправлено|послано) (с|из|через|от) .{1,60}$/i,
  /^скачайте outlook|^получите outlook/i,
  /^(nosūtīts|sūtīts) no .{1,60}$/i,
  /^(išsiųsta|siųsta) iš .{1,60}$/i,
  /^skickat från .{1,60}$/i,
  /^(hämta|skaffa) outlook/i,
  /^(gesendet mit|von meinem|gesendet von|gesendet aus) .{1,60}$/i,
  /^(laden sie )?outlook für (ios|android)/i,
  /^sendt fra .{1,60}$/i,
]
const CLOSINGS =
  'best regards|kind regards|warm regards|regards|best wishes|yours sincerely|yours faithfully|sincerely|cheers|with best regards' +
  '|lugupidamisega|lugupidamisega ja tänades|ette tänades|tervitus|terv|parimate soovidega|tervitades|tervitustega|heade soovidega|austusega|parimat soovides|parimat|tervitab teid' +
  '|ystävällisin terveisin|ystävällisesti|parhain terveisin|terveisin|kunnioittavasti|yst\\.? terv\\.?|t\\. ' +
  '|с уважением|с наилучшими пожеланиями|всего доброго|с благодарностью|искренне ваша?' +
  '|ar cieņu|cieņā|ar sveicieniem|visu labu|ar laba vēlējumiem' +
  '|pagarbiai|su pagarba|geriausi linkėjimai|nuoširdžiai|linkėjimai' +
  '|med vänliga hälsningar|med vänlig hälsning|vänliga hälsningar|vänlig hälsning|hälsningar|mvh|bästa hälsningar' +
  '|mit freundlichen grüßen|mit freundlichem gruß|mit freundlichen gruessen|freundliche grüße|viele grüße|beste grüße|liebe grüße|mfg|lg'
const CLOSING = new RegExp(`^(?:${CLOSINGS})(?:\\s*[,.!]?\\s*$|\\s*[,/]\\s*\\S.{0,60}$)`, 'iu')
/** More lines than this after a closing are no signature but what somebody went on to say. */
const MAX_SIGNATURE_LINES = 14

/** Where the signature begins in the lines of what somebody wrote; as many as there are lines when there is none. */
export function findSignature(lines: string[]): number {
  const delimiter = findDelimiter(lines)
  const end = delimiter === -1 ? lines.length : delimiter
  const device = findDevice(lines, end)
  const closing = findClosing(lines, device)
  return closing > 0 && hasText(lines.slice(0, closing)) ? closing : lines.length
}

/** RFC 3676 §4.3; trailing spaces get lost on the way. */
function findDelimiter(lines: string[]): number {
  const at = lines.findLastIndex((line) => line === '-- ' || line === '--')
  return at !== -1 && hasText(lines.slice(0, at)) && lines.length - at <= 40 ? at : -1
}

function findDevice(lines: string[], end: number): number {
  const last = lastText(lines, end)
  for (let at = last; at >= Math.max(0, last - 2); at--) {
    const line = (lines[at] ?? '').trim().slice(0, 200)
    if (DEVICE.some((pattern) => pattern.test(line))) return hasText(lines.slice(0, at)) ? at : end
  }
  return end
}

function findClosing(lines: string[], end: number): number {
  const last = lastText(lines, end)
  for (let at = last; at >= Math.max(1, last - MAX_SIGNATURE_LINES); at--) {
    const line = (lines[at] ?? '').trim()
    if (line.length > 90 || /[?>]|^(ps|p\.s\.?|nb)\b/i.test(line)) return end
    if (CLOSING.test(line)) return at
  }
  return end
}

function lastText(lines: string[], end: number): number {
  let at = end - 1
  while (at >= 0 && lines[at]?.trim() === '') at--
  return at
}

function hasText(lines: string[]): boolean {
  return lines.some((line) => line.trim() !== '')
}
