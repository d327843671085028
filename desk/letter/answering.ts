import type { EnvelopeBody, MailAddress, MessageBody } from '#protocol/conversations.ts'

export type Recipients = { to: MailAddress[]; cc: MailAddress[]; bcc: MailAddress[] }
export const nobody: Recipients = { to: [], cc: [], bcc: [] }

/** A message with an envelope: it came or went by mail. */
export type Letter = MessageBody & { envelope: EnvelopeBody }

export const isLetter = (message: MessageBody): message is Letter => message.envelope !== null

/** The newest letter of a thread that reached the other side: the one that an answer answers. */
export const letterToAnswer = (messages: readonly MessageBody[], threadId: string): Letter | undefined =>
  messages
    .filter(isLetter)
    .findLast(
      ({ threadId: of, kind, delivery: { state } }) =>
        of === threadId && kind !== 'note' && state !== 'withdrawn' && state !== 'failed',
    )

/**
 * Who gets the answer to a letter. After a letter of our own, those who got that one.
 * @param own the addresses that reach us
 */
export function recipientsOf({ kind, envelope }: Letter, own: ReadonlySet<string>, isToAll: boolean): Recipients {
  if (kind !== 'inbound') return { to: envelope.to, cc: isToAll ? envelope.cc : [], bcc: [] }
  const asked = envelope.replyTo.length > 0 ? envelope.replyTo : envelope.from ? [envelope.from] : []
  const to = distinct(asked.map((person) => named(person, envelope)))
  if (!isToAll) return { to, cc: [], bcc: [] }
  const known = new Set([...own, ...to.map(({ address }) => address)])
  const cc = distinct([...envelope.to, ...envelope.cc]).filter(({ address }) => !known.has(address))
  return { to, cc, bcc: [] }
}

/** Whether an answer could go to more people than one. */
export const hasOthers = (letter: Letter, own: ReadonlySet<string>): boolean =>
  recipientsOf(letter, own, true).cc.length > 0

/** A Reply-To often has no name though the sender has one. */
const named = (person: MailAddress, { from }: EnvelopeBody): MailAddress =>
  !person.name && from?.address === person.address ? from : person

function distinct(people: MailAddress[]): MailAddress[] {
  const seen = new Set<string>()
  return people.filter(({ address }) => !seen.has(address) && seen.add(address))
}
