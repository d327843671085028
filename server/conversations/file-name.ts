const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029/\\:*?"<>|]/gu
/** Names that Windows gives to devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const MAX_NAME_BYTES = 200

/**
 * A name that is safe on every file system and in a `Content-Disposition` header, and still the one its owner gave: no
 * path, no control or direction marks, no leading dot, at most 200 bytes with its ending kept.
 */
export function safeFileName(given: string): string {
  const bare = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = bare
    .replace(FORBIDDEN, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const named = clean === '' || DEVICE.test(clean) ? `file-${clean}`.replace(/-$/, '') : clean
  return shorten(named)
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  let stem = name.slice(0, name.length - ending.length)
  while (Buffer.byteLength(stem + ending) > MAX_NAME_BYTES) stem = [...stem].slice(0, -1).join('')
  return stem + ending
}
