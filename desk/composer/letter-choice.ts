import type { LetterDraft, MailAddress, ReplyRecipientsBody } from '#protocol/conversations.ts'
import type { Written } from '../letter/addresses.ts'

export const recipientFields = ['to', 'cc', 'bcc'] as const
export const fieldNames = { to: 'To', cc: 'Cc', bcc: 'Bcc' } as const
export type RecipientField = (typeof recipientFields)[number]
export type People = Record<RecipientField, Written[]>

/** What the writer of a letter chose for its envelope; what is left out is as the server proposes. */
export type LetterChoice = {
  /** Whether those get it too who got the letter that it answers. */
  isToAll?: boolean
  /** Instead of whom the server proposes. */
  people?: People
  subject?: string
}

const LONGEST_NAME = 200

/** Who gets it as things stand. */
export function peopleOf({ isToAll = true, people }: LetterChoice, proposed: ReplyRecipientsBody | undefined): People {
  return people ?? { to: proposed?.to ?? [], cc: isToAll ? (proposed?.cc ?? []) : [], bcc: [] }
}

export const wrongOnes = (people: People): string[] =>
  recipientFields.flatMap((field) => people[field].flatMap((one) => ('wrong' in one ? one.wrong : [])))

/** Why it cannot be sent like this; null: it can. */
export function whyNotSent(people: People): string | null {
  const [wrong] = wrongOnes(people)
  if (wrong !== undefined) return `“${wrong}” is not a mail address.`
  return people.to.length === 0 ? 'Nobody stands in To.' : null
}

/** The envelope as it is sent: what the writer saw, even when somebody else writes meanwhile. */
export function envelopeOf(choice: LetterChoice, proposed: ReplyRecipientsBody | undefined): LetterDraft {
  const subject = choice.subject?.trim()
  const people = peopleOf(choice, proposed)
  return {
    ...((proposed || choice.people) && {
      to: people.to.flatMap(recipient),
      cc: people.cc.flatMap(recipient),
      bcc: people.bcc.flatMap(recipient),
    }),
    ...(subject && subject !== proposed?.subject && { subject }),
  }
}

/** The choice that leads to an envelope again. */
export function choiceOf({ to, cc = [], bcc = [], subject }: LetterDraft): LetterChoice {
  return { ...(to && { people: { to, cc, bcc } }), ...(subject && { subject }) }
}

function recipient(one: Written): MailAddress[] {
  if ('wrong' in one) return []
  return [{ name: one.name?.slice(0, LONGEST_NAME).trim() || null, address: one.address }]
}
