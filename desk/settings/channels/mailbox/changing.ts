import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { EmailSettings, MailboxBody } from '#protocol/email.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../../../api.ts'
import { explain } from '../../../problem.ts'
import { showToast } from '../../../ui/toast.ts'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import { channelsQuery } from '../../../workspace/queries.ts'
import { mailboxPath, mailboxQuery } from './queries.ts'

export type MailboxChange = {
  name?: string
  settings?: Partial<EmailSettings>
  password?: string
  outgoingPassword?: string | null
}

/** What is left out stays as it is. */
export function useMailboxChange(channelId: Id, { done, onDone }: { done: string; onDone?: () => void }) {
  return useMailboxMutation(
    channelId,
    (path, change: MailboxChange) => api.patch<MailboxBody>(path, change),
    () => {
      showToast(done)
      onDone?.()
    },
  )
}

export function usePause(channelId: Id) {
  const pause = useMailboxMutation(
    channelId,
    (path, isPaused: boolean) =>
      isPaused ? api.put<MailboxBody>(`${path}/pause`) : api.delete<MailboxBody>(`${path}/pause`),
    (isPaused) => showToast(isPaused ? 'It is not read until you resume it.' : 'It is read again.'),
    (error) => showToast(`That did not work. ${explain(error)}`, { isFailure: true }),
  )
  return pause
}

function useMailboxMutation<To>(
  channelId: Id,
  act: (path: string, to: To) => Promise<MailboxBody>,
  onDone: (to: To) => void,
  onError?: (error: Error) => void,
) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (to: To) => act(mailboxPath(workspaceId, channelId), to),
    onSuccess: (mailbox, to) => {
      queryClient.setQueryData(mailboxQuery(workspaceId, channelId).queryKey, mailbox)
      onDone(to)
      return queryClient.invalidateQueries({ queryKey: channelsQuery(workspaceId).queryKey, exact: true })
    },
    onError,
  })
}
