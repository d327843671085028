import { isSame, type Secrets } from '#platform/secrets.ts'

type Signing = Pick<Secrets, 'sign'>

/** RFC 5321 §4.5.3.1.1: longer ones may be refused on the way. */
const LONGEST_LOCAL_PART = 64
const ID_BYTES = 16
/** As much of a MAC as fits beside the id: 80 bits, which nobody guesses by sending mail. */
const MAC_BYTES = 10
/** Of an id and its MAC in base32: five bits a character. */
const TOKEN_LENGTH = Math.ceil(((ID_BYTES + MAC_BYTES) * 8) / 5)

/**
 * The Message-ID (RFC 5322 §3.6.4, without the angle brackets) of a message of ours. Derived from its id, so that
 * sending it a second time is the same mail; signed, so that nobody makes one that leads into a conversation.
 */
export const messageIdOf = (
  secrets: Signing,
  { messageId, domain }: { workspaceId: string; messageId: string; domain: string },
): string => `${seal(secrets, 'message-id', messageId)}@${domain}`

/** Undefined: not one of ours. Whose workspace it is, the message tells. */
export function readMessageId(secrets: Signing, externalId: string): { messageId: string } | undefined {
  const [token = ''] = externalId.replace(/^</, '').split('@')
  const messageId = unseal(secrets, 'message-id', token)
  return messageId ? { messageId } : undefined
}

/**
 * The mailbox's address with a signed way back into a thread. An address that is too long for one stays as it is: then
 * Message-IDs have to do.
 */
export function plusAddressOf(secrets: Signing, mailboxAddress: string, { threadId }: { threadId: string }): string {
  const at = mailboxAddress.lastIndexOf('@')
  const local = `${mailboxAddress.slice(0, at)}+${seal(secrets, 'plus-address', threadId)}`
  return local.length > LONGEST_LOCAL_PART ? mailboxAddress : `${local}${mailboxAddress.slice(at)}`
}

/** Undefined: a plain address, or one that we did not make. Mail servers may change upper and lower case. */
export function readPlusAddress(secrets: Signing, address: string): { threadId: string } | undefined {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@')))
  const threadId = unseal(secrets, 'plus-address', local.slice(local.lastIndexOf('+') + 1))
  return threadId ? { threadId } : undefined
}

type Purpose = 'message-id' | 'plus-address'

/** An id and its MAC in base32 with the letters of RFC 4648 §7, which need no telling of upper from lower case. */
function seal(secrets: Signing, purpose: Purpose, id: string): string {
  const mac = Buffer.from(secrets.sign(purpose, id), 'base64url').toString('hex', 0, MAC_BYTES)
  return BigInt(`0x${id.replaceAll('-', '')}${mac}`)
    .toString(32)
    .padStart(TOKEN_LENGTH, '0')
}

function unseal(secrets: Signing, purpose: Purpose, given: string): string | undefined {
  const token = given.toLowerCase()
  if (token.length !== TOKEN_LENGTH || !/^[0-9a-v]+$/.test(token)) return undefined
  let number = 0n
  for (const digit of token) number = number * 32n + BigInt(Number.parseInt(digit, 32))
  const hex = (number >> BigInt(MAC_BYTES * 8)).toString(16).padStart(ID_BYTES * 2, '0')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.+)$/, '$1-$2-$3-$4-$5')
  return isSame(seal(secrets, purpose, id), token) ? id : undefined
}
