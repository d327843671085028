import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../../../api.ts'
import { explain } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { QueryList } from '../../../ui/QueryList.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { showToast } from '../../../ui/toast.ts'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import { Row, SettingsSection } from '../../SettingsSection.tsx'
import { failedMailsQuery, mailboxPath, mailboxQuery } from './queries.ts'

/** What is here, but could not be made a conversation of. */
export function FailedMails({ channelId }: { channelId: Id }) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const mails = useQuery(failedMailsQuery(workspaceId, channelId))
  const retrying = useMutation({
    mutationFn: () => api.post<{ count: number }>(`${mailboxPath(workspaceId, channelId)}/failed-mails/retry`),
    onSuccess: ({ count }) => {
      showToast(count === 1 ? 'It is tried again.' : `${count} are tried again.`)
      return queryClient.invalidateQueries({ queryKey: mailboxQuery(workspaceId, channelId).queryKey })
    },
    onError: (error) => showToast(`That did not work. ${explain(error)}`, { isFailure: true }),
  })
  return (
    <SettingsSection
      title="Mails that could not be read"
      lead="They are kept as they came. After an update of Infolett they may be understood."
      action={
        <Button size="sm" icon={RotateCw} isBusy={retrying.isPending} onClick={() => retrying.mutate()}>
          Try again
        </Button>
      }
    >
      <QueryList query={mails} what="These mails" empty={<p className="text-muted">None any more.</p>}>
        {(list) => (
          <ul>
            {list.map(({ id, arrivedAt, failure, bytes }) => (
              <Row
                key={id}
                title={
                  <span>
                    Came <RelativeTime at={arrivedAt} />, {Math.max(1, Math.round(bytes / 1_024))} KB
                  </span>
                }
                detail={failure}
              />
            ))}
          </ul>
        )}
      </QueryList>
    </SettingsSection>
  )
}
