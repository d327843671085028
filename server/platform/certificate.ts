import { createPrivateKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

export type Certificate = { cert: string; key: string }

const RENEWED_BEFORE_MILLISECONDS = 30 * 24 * 60 * 60 * 1_000
const YEARS = 5

/** A certificate that nobody signed but we, kept in the folder: enough to encrypt where nobody asks who we are. */
export async function keepSelfSigned(folder: string, name: string): Promise<Certificate> {
  const file = path.join(folder, 'self-signed.pem')
  const kept = await readFile(file, 'utf8').then(splitPem, () => undefined)
  if (kept && isGoodFor(kept.cert, name)) return kept
  const made = makeSelfSigned(name)
  await mkdir(folder, { recursive: true })
  await writeFile(file, `${made.key}${made.cert}`, { mode: 0o600 })
  return made
}

function splitPem(text: string): Certificate | undefined {
  const at = text.indexOf('-----BEGIN CERTIFICATE-----')
  return at > 0 ? { key: text.slice(0, at), cert: text.slice(at) } : undefined
}

function isGoodFor(cert: string, name: string): boolean {
  const read = new X509Certificate(cert)
  return read.checkHost(name) !== undefined && Date.parse(read.validTo) - Date.now() > RENEWED_BEFORE_MILLISECONDS
}

/** X.509 version 3 (RFC 5280 §4.1), with a key on the curve P-256. */
function makeSelfSigned(name: string): Certificate {
  const key = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  })
  const now = new Date()
  const until = new Date(now)
  until.setFullYear(until.getFullYear() + YEARS)
  const called = sequence(set(sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))))
  const names = sequence(der(0x82, Buffer.from(name)))
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    called,
    sequence(time(now), time(until)),
    called,
    key.publicKey,
    der(0xa3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, der(0x04, names)))),
  )
  const signature = sign('sha256', toBeSigned, createPrivateKey(key.privateKey))
  const cert = sequence(toBeSigned, ECDSA_WITH_SHA256, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  return { key: key.privateKey, cert: toPem(cert) }
}

/** DER (X.690 §8.1): a tag, a length, a content. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const length = content.length.toString(16)
  const digits = Buffer.from(length.length % 2 ? `0${length}` : length, 'hex')
  const head = content.length < 0x80 ? [content.length] : [0x80 | digits.length, ...digits]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

const sequence = (...contents: Buffer[]): Buffer => der(0x30, ...contents)
const set = (...contents: Buffer[]): Buffer => der(0x31, ...contents)
/** UTCTime, as it must be for years before 2050 (RFC 5280 §4.1.2.5). */
const time = (date: Date): Buffer => der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))

/** 2.5.4.3 */
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'))
/** 2.5.29.17 */
const SUBJECT_ALTERNATIVE_NAME = der(0x06, Buffer.from('551d11', 'hex'))
/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))

const toPem = (cert: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${cert.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
