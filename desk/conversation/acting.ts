import type { ConversationBody, MessageBody } from '#protocol/conversations.ts'
import { api } from '../api.ts'
import { explain } from '../problem.ts'
import { queryClient } from '../query-client.ts'
import { keepersOf } from '../realtime/keepers.ts'
import { showToast } from '../ui/toast.ts'
import { change, conversationPath } from './queries.ts'
import { withMessage } from './timeline.ts'

export type Assignment = { memberId: string | null; teamId: string | null }
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
    async retryDelivery(messageId: string) {
      try {
        const message = await api.put<MessageBody>(`${path}/delivery-retries/${messageId}`)
        change(queryClient, workspaceId, conversationId, (timeline) => withMessage(timeline, message))
      } catch (error) {
        showToast(`It could not be sent again. ${explain(error)}`, { isFailure: true })
      }
    },
    /** A mark that could not be set is set with the next one. */
    async markRead(messageId: string) {
      await api.put(`${path}/read`, { messageId }).catch(() => undefined)
    },
  }
  return acts
}
