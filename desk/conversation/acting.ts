import type { BlockedSenderBody, ConversationBody, MailAddress, MessageBody } from '#protocol/conversations.ts'
import { api } from '../api.ts'
import { explain } from '../problem.ts'
import { queryClient } from '../query-client.ts'
import { keepersOf } from '../realtime/keepers.ts'
import { showToast } from '../ui/toast.ts'
import { change, conversationPath } from './queries.ts'
import { withMessage } from './timeline.ts'

export type Assignment = { memberId: string | null; teamId: string | null }
/** Whom not to hear from again: who wrote, or everybody there. */
export type Blocks = 'address' | 'domain'
export type Acts = ReturnType<typeof actsOn>

type Done = {
  /** Said in a corner. */
  say?: string
  undo?: () => unknown
  /** Said when it could not be done. */
  failed: string
}

/** What a member can do to a conversation. Each shows its outcome at once, and says so where it could not be done. */
export function actsOn(workspaceId: string, memberId: string, conversationId: string) {
  const path = conversationPath(workspaceId, conversationId)

  async function act(request: Promise<ConversationBody>, { say, undo, failed }: Done): Promise<void> {
    try {
      keepersOf(workspaceId, memberId).take(await request)
      if (say) showToast(say, { undo: undo && (() => void undo()) })
    } catch (error) {
      showToast(`${failed} ${explain(error)}`, { isFailure: true })
    }
  }

  async function actOnMessage(request: Promise<MessageBody>, failed: string): Promise<MessageBody | undefined> {
    try {
      const message = await request
      change(queryClient, workspaceId, conversationId, (timeline) => withMessage(timeline, message))
      return message
    } catch (error) {
      showToast(`${failed} ${explain(error)}`, { isFailure: true })
    }
  }

  const acts = {
    close: () =>
      act(api.put(`${path}/closure`), {
        say: 'Closed',
        undo: acts.reopen,
        failed: 'The conversation could not be closed.',
      }),
    reopen: () => act(api.delete(`${path}/closure`), { failed: 'The conversation could not be opened again.' }),
    snooze: (until: Date, untilWords: string) =>
      act(api.put(`${path}/snooze`, { until: until.toISOString() }), {
        say: `Snoozed until ${untilWords}`,
        undo: acts.wake,
        failed: 'The conversation could not be snoozed.',
      }),
    wake: () => act(api.delete(`${path}/snooze`), { failed: 'The conversation could not be woken.' }),
    makePending: () =>
      act(api.put(`${path}/pending`), {
        say: 'Pending until somebody answers',
        undo: acts.endPending,
        failed: 'The conversation could not be made pending.',
      }),
    endPending: () => act(api.delete(`${path}/pending`), { failed: 'The conversation could not be opened again.' }),
    assign: (assignment: Assignment, before: Assignment, say: string) =>
      act(api.put(`${path}/assignment`, assignment), {
        say,
        undo: () => act(api.put(`${path}/assignment`, before), { failed: 'The assignment could not be taken back.' }),
        failed: 'The conversation could not be assigned.',
      }),
    askIn: (colleagueId: string, name: string) =>
      act(api.put(`${path}/collaborators/${colleagueId}`), {
        say: `${name} was asked in`,
        undo: () => acts.release(colleagueId),
        failed: `${name} could not be asked in.`,
      }),
    release: (colleagueId: string) =>
      act(api.delete(`${path}/collaborators/${colleagueId}`), { failed: 'Their part could not be ended.' }),
    markSpam: (blocks?: Blocks, whom?: string) =>
      act(api.put(`${path}/spam`, { blocks }), {
        say: whom ? `Marked as spam, and ${whom} is blocked` : 'Marked as spam',
        undo: async () => {
          await acts.unmarkSpam()
          if (blocks === 'domain' && whom) await unblock(workspaceId, whom)
        },
        failed: 'It could not be marked as spam.',
      }),
    unmarkSpam: (): Promise<void> =>
      act(api.delete(`${path}/spam`), { failed: 'It could not be taken out of the spam.' }),
    /** `before`: whose conversation it has been. */
    giveTo: ({ address, name }: MailAddress, before?: ConversationBody['customer']): Promise<void> =>
      act(api.put(`${path}/customer`, { email: address, name }), {
        say: `This is ${name ?? address}’s conversation now`,
        undo: before?.email ? () => acts.giveTo({ address: before.email ?? '', name: before.name }) : undefined,
        failed: 'It could not be given to somebody else.',
      }),
    /** Gives a letter, and what follows it, a conversation of its own. */
    async splitOff(messageId: string) {
      try {
        const begun = await api.post<ConversationBody>(`${path}/splits`, { messageId })
        keepersOf(workspaceId, memberId).take(begun)
        showToast(`Split off as #${begun.number}`, { undo: () => void acts.putBack(begun.id) })
      } catch (error) {
        showToast(`It could not be split off. ${explain(error)}`, { isFailure: true })
      }
    },
    putBack: (begunId: string): Promise<void> =>
      act(api.delete(`${path}/splits/${begunId}`), { failed: 'It could not be put back.' }),
    settleFailures: (): Promise<void> => act(api.delete(`${path}/failures`), { failed: 'That could not be noted.' }),
    retryDelivery: (messageId: string) =>
      actOnMessage(api.put(`${path}/delivery-retries/${messageId}`), 'It could not be sent again.'),
    /** The message as it was, its files free to be sent anew; undefined when it was too late. */
    takeBack: (messageId: string) =>
      actOnMessage(api.delete(`${path}/messages/${messageId}/delivery`), 'It could not be taken back.'),
    /** A mark that could not be set is set with the next one. */
    async markRead(messageId: string) {
      await api.put(`${path}/read`, { messageId }).catch(() => undefined)
    },
  }
  return acts
}

/** What the server does by itself only for an address. */
async function unblock(workspaceId: string, value: string): Promise<void> {
  try {
    const path = `/workspaces/${workspaceId}/blocked-senders`
    const { blockedSenders } = await api.get<{ blockedSenders: BlockedSenderBody[] }>(path)
    const blocked = blockedSenders.find((sender) => sender.value === value)
    if (blocked) await api.delete(`${path}/${blocked.id}`)
  } catch (error) {
    showToast(`${value} is still blocked. ${explain(error)}`, { isFailure: true })
  }
}
