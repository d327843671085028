import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto'
import { access, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'

/** Keys for one purpose each, all drawn from one secret that stands outside the database (HKDF, RFC 5869). */
export type Secrets = {
  /** For better-auth. */
  signIn: string
  /** A MAC (HMAC-SHA-256, base64url) over `text` for one purpose; a MAC for one never fits another. */
  sign(purpose: string, text: string): string
  /** Compares in constant time. */
  verify(purpose: string, text: string, mac: string): boolean
  /** AES-256-GCM; the answer holds nonce, tag and ciphertext. */
  encrypt(purpose: string, plain: string): Buffer
  /** @throws Error when the bytes were not made by `encrypt` with the same secret and purpose */
  decrypt(purpose: string, bytes: Buffer): string
}

export function deriveSecrets(secret: string): Secrets {
  const keys = new Map<string, Buffer>()
  const key = (purpose: string) => {
    const known = keys.get(purpose)
    if (known) return known
    const derived = Buffer.from(hkdfSync('sha256', secret, 'infolett', purpose, 32))
    keys.set(purpose, derived)
    return derived
  }
  const sign = (purpose: string, text: string) => createHmac('sha256', key(purpose)).update(text).digest('base64url')
  return {
    signIn: key('sign-in').toString('base64url'),
    sign,
    verify: (purpose, text, mac) => isSame(sign(purpose, text), mac),
    encrypt(purpose, plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key(purpose), nonce, { authTagLength: 16 })
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
    },
    decrypt(purpose, bytes) {
      const decipher = createDecipheriv('aes-256-gcm', key(purpose), bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

/** Whether two strings are equal, in time that does not tell where they differ. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A token to put into a link, and the hash to keep: 256 bits, so a plain SHA-256 is enough. */
export function makeToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The secret of this server: as set, else made once and kept in the data folder, readable by its owner only. */
export async function loadSecret(dataFolder: string, fromSettings: string | undefined): Promise<string> {
  if (fromSettings) return fromSettings
  const file = path.join(dataFolder, 'secret')
  await mkdir(dataFolder, { recursive: true })
  await access(file).catch(() => writeSecret(file))
  const secret = (await readFile(file, 'utf8')).trim()
  if (secret.length >= 32) return secret
  throw new Error(`The file ${file} is damaged: restore it from a backup, or sign-ins and stored secrets are lost.`)
}

/** It gets its name once it is whole: a server that dies meanwhile leaves none, and of two at once the first one's stays. */
async function writeSecret(file: string): Promise<void> {
  const unnamed = `${file}.${randomUUID()}`
  try {
    await using handle = await open(unnamed, 'wx', 0o600)
    await handle.writeFile(randomBytes(48).toString('base64url'))
    await handle.sync()
    await link(unnamed, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(unnamed, { force: true })
  }
}
