import { useMutation } from '@tanstack/react-query'
import { CirclePause, CirclePlay, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MailboxBody } from '#protocol/email.ts'
import { api } from '../../../api.ts'
import { explain } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { sayExactly } from '../../../ui/relative-time.ts'
import { showToast } from '../../../ui/toast.ts'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import { SettingsSection } from '../../SettingsSection.tsx'
import { usePause } from './changing.ts'
import { mailboxPath } from './queries.ts'

/** What came, what waits, and that nothing is missing. */
export function MailboxHealth({ mailbox }: { mailbox: MailboxBody }) {
  const { channelId, pausedAt, nothingLostSince } = mailbox
  const checking = useChecking(channelId)
  const pause = usePause(channelId)
  return (
    <SettingsSection
      title="How it is doing"
      action={
        <div className="flex gap-2">
          <Button size="sm" icon={RefreshCw} isBusy={checking.isPending} onClick={() => checking.mutate()}>
            Check now
          </Button>
          <Button
            size="sm"
            icon={pausedAt ? CirclePlay : CirclePause}
            isBusy={pause.isPending}
            onClick={() => pause.mutate(!pausedAt)}
          >
            {pausedAt ? 'Resume' : 'Pause'}
          </Button>
        </div>
      }
    >
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        <Fact name="Connected">
          <RelativeTime at={mailbox.connectedAt} />
        </Fact>
        <Fact name="Last mail">
          {mailbox.lastMailAt ? <RelativeTime at={mailbox.lastMailAt} as="ago" /> : 'None yet'}
        </Fact>
        <Fact name="Last look at the provider">
          {mailbox.checkedAt ? <RelativeTime at={mailbox.checkedAt} as="ago" /> : 'Not yet'}
        </Fact>
        <Fact name="Mails taken in">
          {mailbox.receivedCount.toLocaleString('en')}
          {mailbox.waitingCount > 0 && `, ${mailbox.waitingCount.toLocaleString('en')} on their way`}
        </Fact>
        <Fact name="Nothing lost since">
          {nothingLostSince ? sayExactly(new Date(nothingLostSince)) : 'Not compared with the provider yet'}
        </Fact>
        <Fact name="Compared item by item">
          {mailbox.reconciledAt ? (
            <RelativeTime at={mailbox.reconciledAt} as="ago" />
          ) : (
            'Not yet; each night from now on'
          )}
        </Fact>
      </dl>
      {mailbox.folders.length > 0 && <Folders folders={mailbox.folders} />}
    </SettingsSection>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="tabular-nums [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}

function Folders({ folders }: Pick<MailboxBody, 'folders'>) {
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="border-b text-left text-muted">
          <th scope="col" className="py-1.5 pr-3 font-normal">
            Folder
          </th>
          <th scope="col" className="py-1.5 pr-3 text-right font-normal">
            Read up to
          </th>
          <th scope="col" className="py-1.5 text-right font-normal">
            Compared
          </th>
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {folders.map(({ path, uidValidity, lastUid, reconciledAt }) => (
          <tr key={path} className="border-b last:border-b-0">
            <th scope="row" className="max-w-0 truncate py-1.5 pr-3 text-left font-normal" title={path}>
              {path === 'INBOX' ? 'Inbox' : path}
            </th>
            <td className="py-1.5 pr-3 text-right whitespace-nowrap" title={`UIDVALIDITY ${uidValidity}`}>
              {uidValidity === 0 ? 'Not opened yet' : `No. ${lastUid}`}
            </td>
            <td className="py-1.5 text-right whitespace-nowrap">
              {reconciledAt ? <RelativeTime at={reconciledAt} as="ago" /> : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function useChecking(channelId: string) {
  const workspaceId = useWorkspaceId()
  return useMutation({
    mutationFn: () => api.post(`${mailboxPath(workspaceId, channelId)}/reconciliation`),
    onSuccess: () => showToast('Every mail at the provider is being compared with what is here.'),
    onError: (error) => showToast(`That did not work. ${explain(error)}`, { isFailure: true }),
  })
}
