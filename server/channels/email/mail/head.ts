/** Header fields by lower-case name, each with its values in the order they came, as latin1 strings of their bytes. */
export type Head = Map<string, string[]>

const FIELD = /^([!-9;-~]{1,200})[ \t]*:/
const WELL_KNOWN =
  /^(from|to|cc|subject|date|received|message-id|mime-version|content-type|return-path|sender)[ \t]*:/im
/** Fields that some programs fold without indenting: what follows belongs to them rather than to nobody. */
const FREE_TEXT = new Set(['subject', 'comments', 'thread-topic'])

/** Where the head ends and the body begins, or -1 while that cannot be said yet. */
export function findBody(bytes: Buffer): number {
  const start = skipBlankLines(bytes)
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] !== LF && !(bytes[at] === CR && bytes[at + 1] !== LF)) continue
    if (bytes[at + 1] === LF || (bytes[at] === CR && bytes[at + 1] === CR)) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3
  }
  return -1
}

const LF = 0x0a
const CR = 0x0d

export function skipBlankLines(bytes: Buffer): number {
  let at = 0
  while (bytes[at] === LF || bytes[at] === CR) at++
  return at
}

/** Whether these first bytes are a head at all, or text that came without one. */
export function isHead(bytes: Buffer): boolean {
  const lines = bytes.subarray(0, 4_096).toString('latin1')
  const first = /[^\r\n]+/.exec(lines)?.[0] ?? ''
  return /^>?From /.test(first) || WELL_KNOWN.test(lines) || (FIELD.test(first) && !/^\S+:\/\//.test(first))
}

export function readHead(bytes: Buffer): Head {
  const head: Head = new Map()
  let values: string[] | undefined
  let name = ''
  for (const line of bytes
    .toString('latin1')
    .replaceAll('\0', '')
    .split(/\r\n|\n|\r/)) {
    const field = /^[ \t]/.test(line) ? null : FIELD.exec(line)
    if (field?.[1]) {
      name = field[1].toLowerCase()
      values = head.get(name) ?? []
      head.set(name, values)
      values.push(line.slice(field[0].length))
    } else if (values && (/^[ \t]/.test(line) || (FREE_TEXT.has(name) && line !== ''))) {
      values.push(`${values.pop() ?? ''} ${line.trimStart()}`)
    }
  }
  for (const [field, all] of head)
    head.set(
      field,
      all.map((value) => value.trim()),
    )
  return head
}
