import type { Actor } from '#platform/events.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { later, minutes, seconds } from './calendar.ts'
import type { ChannelIds } from './channels.ts'
import { correspondence } from './correspondence.ts'
import { type Customers, customerOf } from './customers.ts'
import type { Scene } from './scene.ts'
import type { StagedConversation, StagedTurn } from './staging.ts'
import {
  asCustomer,
  askIn,
  assign,
  bounce,
  close,
  deliver,
  makePending,
  markSpam,
  readByCustomer,
  readByMember,
  type Story,
  say,
  snooze,
} from './story.ts'
import { teamFor, WAREHOUSE, type Workplace } from './workplace.ts'

export type Cast = { scene: Scene; workplace: Workplace; channels: ChannelIds; customers: Customers }

const bot: Actor = { kind: 'bot', id: null, name: 'Pihlaka abi' }

/** Lives through a conversation turn by turn, with all that people do between their words. */
export function tellStory(cast: Cast, staged: StagedConversation, number: number): Story {
  const story = beginStory(cast, staged, number)
  let before: StagedTurn | undefined
  for (const turn of staged.turns) {
    if (turn.from === 'customer') customerSpeaks(story, staged, turn)
    else if (turn.from === 'bot') botSpeaks(story, staged, turn)
    else memberSpeaks(cast, story, staged, turn, before)
    before = turn
  }
  comeToNow(cast, story, staged)
  return story
}

function beginStory({ scene, channels, customers }: Cast, staged: StagedConversation, number: number): Story {
  const { workspaceId, idAt } = scene
  const { language, contactReason, tags, channel } = staged
  const customer = customerOf(customers, staged)
  const at = staged.turns[0]?.at ?? scene.now
  const of = { workspaceId, customerId: customer.id, channelId: channels[channel], revision: 0, createdAt: at }
  const id = idAt(at)
  const thread = { ...of, id: idAt(at), conversationId: id }
  const facts = { number, language, contactReason, tags, replyCount: 0, lastMessageAt: at, replyThreadId: thread.id }
  return {
    scene,
    customer,
    lastAt: at,
    conversation: { ...of, ...facts, id },
    thread,
    messages: [],
    photos: [],
    reads: new Map(),
    collaborators: [],
  }
}

/** Nobody tells us when an e-mail or a text message was read. */
const showsReading = ({ channel }: StagedConversation) => channel === 'chat' || channel === 'messenger'

function customerSpeaks(story: Story, staged: StagedConversation, { at, text, photo }: StagedTurn): void {
  if (showsReading(staged)) readByCustomer(story, later(at, -seconds(3)))
  const isOnlyPhoto = photo !== undefined && text === '(pilt)'
  say(story, { kind: 'inbound', author: asCustomer(story.customer), text: isOnlyPhoto ? '' : text, at, photo })
}

function botSpeaks(story: Story, { outcome }: StagedConversation, { at, text }: StagedTurn): void {
  if (outcome === 'closed_spam') return say(story, { kind: 'note', author: bot, text, at })
  say(story, { kind: 'outbound', author: bot, text, at }, outcome === 'solved_by_bot')
  deliver(story, later(at, seconds(1)))
}

function memberSpeaks(
  cast: Cast,
  story: Story,
  staged: StagedConversation,
  turn: StagedTurn,
  before: StagedTurn | undefined,
): void {
  const { from, author, at, text, photo } = turn
  const member = memberNamed(cast, author)
  const pause = before ? Math.min(at.getTime() - before.at.getTime(), minutes(2)) : 0
  readByMember(story, member, later(at, -pause * 0.6))
  if (!story.conversation.assigneeId && before) takeOn(cast, story, staged, member, later(at, -pause * 0.5))
  say(story, { kind: from === 'note' ? 'note' : 'outbound', author: asActor(member), text, at, photo })
  if (!story.conversation.assigneeId) takeOn(cast, story, staged, member, at)
  if (from !== 'agent') return
  deliver(story, later(at, seconds(1)), staged.channel === 'email' ? 'sent' : 'delivered')
  const why = correspondence[staged.id]?.bounces
  if (why && turn === staged.turns.at(-1)) bounce(story, later(at, seconds(20)), why)
  if (staged.needsWarehouse) askIn(story, member, memberNamed(cast, WAREHOUSE), later(at, seconds(40)))
}

const takeOn = ({ workplace }: Cast, story: Story, staged: StagedConversation, member: Agent, at: Date) =>
  assign(story, member, member, teamFor(workplace, staged), at)

/** What was done after the last word, so that it stands as it does. */
function comeToNow(cast: Cast, story: Story, staged: StagedConversation): void {
  const { workplace, scene } = cast
  const { status, given, isRead, snoozedUntil } = staged
  const after = (milliseconds: number) => {
    const at = later(story.lastAt, milliseconds)
    return at < scene.now ? at : scene.now
  }
  if (showsReading(staged) && staged.turns.at(-1)?.from !== 'customer') readByCustomer(story, after(seconds(4)))
  if (given) {
    const member = given.to === null ? undefined : memberNamed(cast, given.to)
    assign(story, memberNamed(cast, given.by), member, teamFor(workplace, staged), after(seconds(40)))
  }
  const agent = [...workplace.members.values()].find(({ id }) => id === story.conversation.assigneeId)
  if (agent && (isRead || status !== 'open')) readByMember(story, agent, after(seconds(50)))
  const actor = agent ? asActor(agent) : bot
  if (status === 'spam') markSpam(story, agent && actor, after(seconds(20)))
  if (status === 'closed') close(story, actor, after(minutes(3)))
  if (status === 'pending') makePending(story, actor, after(seconds(20)))
  if (snoozedUntil) snooze(story, actor, after(seconds(20)), snoozedUntil)
}

function memberNamed({ workplace }: Cast, name: string): Agent {
  const member = workplace.members.get(name)
  if (!member) throw new Error(`${name} does not work here`)
  return member
}
