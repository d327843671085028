import type { Secrets } from '#platform/secrets.ts'

/** A customer's way into one thread of theirs, for thirty days. */
export type ConversationLink = { workspaceId: string; threadId: string; customerId: string; expiresAt: Date }

const GOOD_MILLISECONDS = 30 * 24 * 60 * 60 * 1000
const ID_BYTES = 16
const PURPOSE = 'conversation-link'

export const linkExpiry = (from: Date): Date => new Date(from.getTime() + GOOD_MILLISECONDS)

/** The last part of the link's address: whoever has it reads the conversation. Nothing is stored for it. */
export function writeLink(
  secrets: Secrets,
  { workspaceId, threadId, customerId, expiresAt }: ConversationLink,
): string {
  const content = Buffer.concat([
    ...[workspaceId, threadId, customerId].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')),
    Buffer.from(Math.floor(expiresAt.getTime() / 1000).toString(16), 'hex'),
  ]).toString('base64url')
  return `${content}.${secrets.sign(PURPOSE, content)}`
}

/** Undefined: not one of ours, or no longer good. */
export function readLink(secrets: Secrets, link: string): ConversationLink | undefined {
  const [content = '', mac = '', ...more] = link.split('.')
  if (more.length > 0 || !secrets.verify(PURPOSE, content, mac)) return undefined
  const bytes = Buffer.from(content, 'base64url')
  const idAt = (place: number) => toId(bytes.subarray(place * ID_BYTES, (place + 1) * ID_BYTES))
  const expiresAt = new Date(Number.parseInt(bytes.subarray(3 * ID_BYTES).toString('hex'), 16) * 1000)
  if (expiresAt <= new Date()) return undefined
  return { workspaceId: idAt(0), threadId: idAt(1), customerId: idAt(2), expiresAt }
}

const toId = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
