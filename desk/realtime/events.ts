import type { ConversationBody, MessageBody } from '#protocol/conversations.ts'
import type { CustomerCardBody } from '#protocol/customers.ts'
import type { DeskEvent } from '#protocol/events.ts'
import { customerQuery } from '../customer/queries.ts'
import { meQuery, workspaceKey } from '../workspace/queries.ts'
import type { Desk } from './desk.ts'
import { setPresent, setTyping, setViewers } from './fleeting.ts'
import type { ListKeeper } from './lists.ts'
import { news } from './news.ts'
import type { RevisedEvent, TimelineKeeper } from './timelines.ts'

type Handlers = { [Type in DeskEvent['type']]: (event: Extract<DeskEvent, { type: Type }>) => unknown }
type Keepers = { lists: ListKeeper; timelines: TimelineKeeper }
type Telling = {
  /** A message that this member wrote did not arrive, or not everywhere. */
  onMyFailure: (message: MessageBody, conversation: ConversationBody) => void
}

const theCustomer = { memberId: null, name: '', isNote: false }

/** What everything that a desk can hear means for what it shows. */
export function eventHandlers(desk: Desk, { lists, timelines }: Keepers, { onMyFailure }: Telling) {
  const { queryClient, workspaceId } = desk
  const isMe = ({ memberId }: { memberId: string }) => memberId === desk.memberId

  /** How many did not get a message, as far as was told. */
  const failuresOf = new Map<string, number>()

  function changed(event: RevisedEvent) {
    lists.take(event.conversation)
    timelines.hear(event)
  }

  return {
    'message.received': (event) => {
      setTyping(event.conversationId, theCustomer, false)
      const before = lists.known(event.conversationId)
      const isNews = !before || before.revision < event.revision
      lists.take(event.conversation, (count = 0) => (isNews ? count + 1 : count))
      news.set({
        conversationId: event.conversationId,
        text: `New message from ${event.message.author.name || 'a visitor'}`,
      })
      timelines.hear(event)
    },
    'message.replied': (event) => {
      setTyping(event.conversationId, { ...theCustomer, memberId: event.message.author.id }, false)
      changed(event)
    },
    'message.noted': (event) => {
      setTyping(event.conversationId, { ...theCustomer, memberId: event.message.author.id }, false)
      changed(event)
    },
    'message.delivery-changed': (event) => {
      changed(event)
      const { id, delivery, author } = event.message
      if (author.id !== desk.memberId) return
      const failures = delivery.state === 'failed' ? Number.POSITIVE_INFINITY : (delivery.leftOut?.length ?? 0)
      if (failures > (failuresOf.get(id) ?? 0)) onMyFailure(event.message, event.conversation)
      failuresOf.set(id, failures)
    },
    'conversation.assigned': changed,
    'conversation.closed': changed,
    'conversation.reopened': changed,
    'conversation.snoozed': changed,
    'conversation.woken': changed,
    'conversation.pending': changed,
    'conversation.collaborator-added': changed,
    'conversation.collaborator-removed': changed,
    'conversation.marked-spam': changed,
    'conversation.unmarked-spam': changed,
    'conversation.split': changed,
    'conversation.begun-by-split': changed,
    'conversation.joined': changed,
    'conversation.customer-changed': changed,
    'conversation.letter-reported': changed,
    'conversation.continued-by-email': changed,
    'conversation.failures-settled': changed,
    'conversation.rated': changed,
    'conversation.read-by-customer': changed,
    'conversation.read-by-team': changed,
    'conversation.read-by-me': ({ conversationId, messageId }) =>
      lists.setUnread(conversationId, timelines.setRead(conversationId, messageId)),
    'conversation.withdrawn': ({ conversationId }) => {
      lists.drop(conversationId)
      timelines.withdraw(conversationId)
    },
    'customer.changed': ({ customerId }) => rename(desk, { lists, timelines }, customerId),
    'workspace.changed': ({ what }) =>
      queryClient.invalidateQueries({
        queryKey: what === 'workspace' ? meQuery.queryKey : [...workspaceKey(workspaceId), what],
      }),
    'customer.typing': ({ conversationId, isTyping }) => setTyping(conversationId, theCustomer, isTyping),
    'member.typing': (event) => {
      if (!isMe(event)) setTyping(event.conversationId, event, event.isTyping)
    },
    'viewers.changed': ({ conversationId, viewers }) =>
      setViewers(
        conversationId,
        viewers.filter((viewer) => !isMe(viewer)),
      ),
    'presence.changed': ({ members }) => setPresent(members),
    'visit.changed': ({ customerId, visit }) =>
      queryClient.setQueryData<CustomerCardBody>(
        customerQuery(workspaceId, customerId).queryKey,
        (card) => card && { ...card, visit },
      ),
  } satisfies Handlers
}

/** A server that is newer than this window may say more than it understands. */
export function hear(handlers: ReturnType<typeof eventHandlers>, event: DeskEvent) {
  if (!Object.hasOwn(handlers, event.type)) return
  // Each handler takes the event of its own name, which the compiler cannot follow through the lookup.
  const handle: (event: never) => unknown = handlers[event.type]
  handle(event as never)
}

/** The customer's card is read anew; where the name stands elsewhere too, it changes there. */
async function rename({ queryClient, workspaceId }: Desk, { lists, timelines }: Keepers, customerId: string) {
  const card = customerQuery(workspaceId, customerId)
  await queryClient.invalidateQueries({ queryKey: card.queryKey, refetchType: 'none' })
  if (lists.ofCustomer(customerId).length + timelines.ofCustomer(customerId).length === 0) return
  const { customer } = await queryClient.fetchQuery({ ...card, staleTime: 0 })
  const email = customer.identities.find(({ kind }) => kind === 'email')?.value ?? null
  lists.rename({ id: customerId, name: customer.name, email })
  timelines.rename({ id: customerId, name: customer.name, email })
}
