import type { ActivityBody } from '#protocol/conversations.ts'

type Known = {
  memberId: string
  nameOf: (memberId: string) => string | undefined
  teamNameOf: (teamId: string) => string | undefined
  sayTime: (at: string) => string
}

/** One line for what happened between messages: "Ada closed this". */
export function sayActivity({ type, actor, data }: ActivityBody, known: Known): string {
  const who = actor.id !== null && actor.id === known.memberId ? 'You' : actor.name || 'Infolett'
  const says = sayings[type]
  return says ? says(who, data, known) : `${who}: ${type.replace(/^conversation\./, '').replaceAll('-', ' ')}`
}

/** The other conversation that a line speaks of. */
export function otherConversation({ data }: ActivityBody): { id: string; number: number } | undefined {
  const { intoId, intoNumber, fromId, fromNumber } = data
  if (typeof intoId === 'string' && typeof intoNumber === 'number') return { id: intoId, number: intoNumber }
  if (typeof fromId === 'string' && typeof fromNumber === 'number') return { id: fromId, number: fromNumber }
}

const sayings: Record<string, (who: string, data: Record<string, unknown>, known: Known) => string> = {
  'conversation.closed': (who) => `${who} closed this`,
  'conversation.reopened': (who) => `${who} opened this again`,
  'conversation.pending': (who) => `${who} made this pending`,
  'conversation.woken': (who) => (who === 'Infolett' ? 'This woke up' : `${who} woke this`),
  'conversation.snoozed': (who, { until }, { sayTime }) =>
    typeof until === 'string' ? `${who} snoozed this until ${sayTime(until)}` : `${who} snoozed this`,
  'conversation.assigned': (who, data, known) => `${who} ${sayAssignment(who, data, known)}`,
  'conversation.marked-spam': (who, { blocks }) =>
    `${who} marked this as spam${blocks === 'address' ? ' and blocked the sender' : blocks === 'domain' ? ' and blocked the sender’s domain' : ''}`,
  'conversation.unmarked-spam': (who) => `${who} took this out of the spam`,
  'conversation.split': (who, { intoNumber }) => `${who} split off #${intoNumber}`,
  'conversation.begun-by-split': (who, { fromNumber }) => `${who} split this off #${fromNumber}`,
  'conversation.joined': (who, { intoNumber, fromNumber }) =>
    intoNumber === undefined ? `${who} put #${fromNumber} back in here` : `${who} put this back into #${intoNumber}`,
  'conversation.customer-changed': (who, { customerName }) =>
    `${who} made this ${text(customerName) ?? 'somebody else'}’s conversation`,
  'conversation.failures-settled': (who) => `${who} dealt with what was not delivered`,
  'conversation.letter-reported': (_who, { what }) => REPORTS.get(what) ?? 'A mail server reported about a letter',
  'conversation.continued-by-email': (_who, { count }) =>
    count === 1
      ? 'Not seen in the chat: sent by e-mail too'
      : `${count} messages not seen in the chat: sent by e-mail too`,
  'conversation.rated': (who, { score, before, comment }) =>
    `${who} ${before === undefined ? 'rated this' : 'now rates this'} ${score} of 5${text(comment) ? `: “${comment}”` : ''}`,
  'conversation.collaborator-added': (who, data, known) => `${who} asked ${person(data, known)} in`,
  'conversation.collaborator-removed': (who, data, known) => `${who} released ${person(data, known)}`,
}

const REPORTS = new Map<unknown, string>([
  ['delayed', 'A letter has not arrived yet; the mail servers keep trying'],
  ['complaint', 'A recipient marked a letter of ours as spam'],
  ['not-continued', 'What nobody had seen in the chat could not be delivered by e-mail either'],
  ['failed-elsewhere', 'A letter did not arrive where its recipient has it forwarded to'],
])

function sayAssignment(
  who: string,
  { memberId, memberName, teamId, teamName }: Record<string, unknown>,
  known: Known,
): string {
  const team = typeof teamId === 'string' ? (known.teamNameOf(teamId) ?? text(teamName) ?? 'a team') : null
  const to = typeof memberId === 'string' ? person({ memberId, memberName }, known, who) : null
  if (to === 'themselves') return team ? `took this for ${team}` : 'took this'
  if (to) return team ? `assigned this to ${to}, ${team}` : `assigned this to ${to}`
  return team ? `gave this to ${team}` : 'unassigned this'
}

function person({ memberId, memberName }: Record<string, unknown>, known: Known, who?: string): string {
  const name = (typeof memberId === 'string' ? known.nameOf(memberId) : undefined) ?? text(memberName) ?? 'a colleague'
  if (memberId === known.memberId) return who === 'You' ? 'themselves' : 'you'
  return name === who ? 'themselves' : name
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
