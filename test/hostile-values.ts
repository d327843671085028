import fc from 'fast-check'

export type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
}

/** What has one right value only, by the name of its field. */
export type Given = Record<string, unknown>

/** Something that fits the schema; `given` fields are as given. */
export function fitting(schema: Schema, given: Given): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => fitting(each, given)))
  const { type, minimum = -1_000, maximum = 1_000 } = schema
  if (type === 'null') return fc.constant(null)
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer') return fc.integer({ min: minimum, max: Math.min(maximum, minimum + 1_000) })
  if (type === 'number') return fc.double({ min: minimum, max: maximum, noNaN: true })
  if (type === 'array') return fittingArray(schema, given)
  if (type === 'object') return fittingObject(schema, given)
  if (type === 'string') return fittingString(schema)
  return fc.jsonValue()
}

function fittingArray({ items = {}, minItems = 0, maxItems = 3, uniqueItems }: Schema, given: Given) {
  const length = { minLength: minItems, maxLength: Math.max(minItems, Math.min(3, maxItems)) }
  const each = fitting(items, given)
  return uniqueItems ? fc.uniqueArray(each, length) : fc.array(each, length)
}

function fittingObject({ properties = {}, required = [] }: Schema, given: Given): fc.Arbitrary<unknown> {
  const fields: Record<string, fc.Arbitrary<unknown>> = {}
  for (const [name, schema] of Object.entries(properties))
    fields[name] = name in given ? fc.constant(given[name]) : fitting(schema, given)
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true })
}

function fittingString({ format, pattern, minLength = 0, maxLength }: Schema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid()
  if (format === 'date-time') return fc.constant(new Date(Date.now() + 3_600_000).toISOString())
  if (format === 'date')
    return fc
      .date({ min: new Date('2026-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
  if (format === 'email' || format === 'mail-address' || format === 'mail-sender')
    return fc.uuid().map((name) => `${name}@shop.example`)
  if (pattern) return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= (maxLength ?? text.length))
  const length = { minLength: Math.max(0, minLength - 1), maxLength: Math.min(30, maxLength ?? 20) - 1 }
  return fc.string({ unit: 'grapheme-ascii', ...length }).map((text) => `x${text}`)
}

/** What strangers send: by mistake, out of curiosity, or to break in. */
const nonsense: unknown[] = [
  null,
  true,
  [],
  {},
  [[]],
  [null],
  '',
  ' ',
  'NaN',
  'Infinity',
  '1e308',
  '0x10',
  '١٢',
  1e308,
  -1e308,
  -0,
  -1,
  0.1,
  5e-324,
  2 ** 31,
  2 ** 53,
  2 ** 64,
  'a\0b',
  '\0',
  '\ud800',
  'a\udc00\ud800b',
  '\u202etxt.exe',
  '\u200f\u061c',
  '\ufeff',
  '\u2028',
  '\u0007\u001b[31m',
  '\uffff',
  'e\u0301'.repeat(200),
  '👩‍👩‍👧‍👦🇪🇪🏳️‍🌈',
  `Z${'\u0335'.repeat(5_000)}`,
  '../../../../etc/passwd',
  '..\\..\\con.txt',
  'file:///etc/passwd',
  `${'x'.repeat(496)}.png`,
  'x'.repeat(30_000),
  "'; drop table users; --",
  '{{7*7}}<script>alert(1)</script>',
  'javascript:alert(1)',
  '%00%ff%c0%af',
  '__proto__',
  'constructor',
  'toString',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF',
  '------------------------------------',
  '0000-00-00T00:00:00Z',
  '2016-12-31T23:59:60Z',
  '9999-12-31T23:59:59.999Z',
  '-271821-04-20T00:00:00Z',
  '2026-11-22T10:00:00+99:99',
  { toString: 'x', valueOf: 1 },
  { length: 1e9 },
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  JSON.parse('{"constructor":{"prototype":{"isAdmin":true}}}'),
  nested(200),
]

export const NONSENSE: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nonsense) },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 2, withObjectString: true }).map(asSent) },
)

/** The same value with one place made hostile, and which place that is. */
export type Spoilt = { value: unknown; place: string[] }

export function spoilt(good: fc.Arbitrary<unknown>): fc.Arbitrary<Spoilt> {
  return good.chain((value) =>
    fc
      .tuple(
        fc.constantFrom(...placesIn(value)),
        NONSENSE,
        fc.constantFrom('replace', 'replace', 'remove', 'add', 'wrap'),
      )
      .map(([place, bad, how]) => spoil(value, place, bad, how)),
  )
}

function spoil(value: unknown, place: string[], bad: unknown, how: string): Spoilt {
  const inside = at(value, place)
  if (how === 'wrap') return { value: put(value, place, [inside]), place }
  if (how === 'add' && isRecord(inside)) {
    const name = typeof bad === 'string' && bad.length < 600 ? bad : 'extra'
    return { value: put(value, [...place, name], bad), place: [...place, name] }
  }
  if (how === 'remove' && place.length > 0) return { value: put(value, place, undefined), place }
  return { value: put(value, place, bad), place }
}

function placesIn(value: unknown): string[][] {
  if (!isRecord(value) && !Array.isArray(value)) return [[]]
  return [[], ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner).map((rest) => [key, ...rest]))]
}

const at = (value: unknown, place: string[]): unknown =>
  place.reduce(
    (inner: unknown, key) => (isRecord(inner) || Array.isArray(inner) ? Reflect.get(inner, key) : undefined),
    value,
  )

function put(value: unknown, [key, ...rest]: string[], what: unknown): unknown {
  if (key === undefined) return what
  const copy: object = Array.isArray(value) ? [...value] : { ...(isRecord(value) ? value : {}) }
  // Defined, not assigned: `__proto__` shall be a key like any other.
  Object.defineProperty(copy, key, {
    value: put(Reflect.get(copy, key), rest, what),
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return copy
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What can be said in JSON at all. */
function asSent(value: unknown): unknown {
  try {
    return JSON.parse(
      JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'null',
    )
  } catch {
    return null
  }
}

/** An array in an array, and so on. */
export function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level += 1) value = [value]
  return value
}
