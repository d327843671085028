import { useQuery } from '@tanstack/react-query'
import { useTransition } from 'react'
import type { InboxItemBody } from '#protocol/conversations.ts'
import type { MemberBody } from '#protocol/members.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { roleNames, useMembership } from '../workspace/membership.ts'
import { membersQuery } from '../workspace/queries.ts'
import { useActs } from './useConversation.ts'

type AskInProps = { conversation: InboxItemBody; isOpen: boolean; onOpenChange: (isOpen: boolean) => void }

/** Who else takes part: a collaborator sees only the conversations they were asked into. */
export function AskInDialog({ conversation, isOpen, onOpenChange }: AskInProps) {
  const { memberId, workspace } = useMembership()
  const { data: members = [] } = useQuery(membersQuery(workspace.id))
  const colleagues = members
    .filter(({ id, deactivatedAt }) => id !== memberId && deactivatedAt === null)
    .toSorted(
      (a, b) => Number(b.role === 'collaborator') - Number(a.role === 'collaborator') || a.name.localeCompare(b.name),
    )
  return (
    <Dialog
      title="Ask a colleague in"
      description="They see this conversation and write notes that only the team reads."
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      {colleagues.length === 0 && <EmptyState title="There is nobody else yet" />}
      <ul className="-my-2 divide-y">
        {colleagues.map((member) => (
          <Colleague key={member.id} conversation={conversation} member={member} />
        ))}
      </ul>
    </Dialog>
  )
}

function Colleague({ conversation, member: { id, name, role } }: { conversation: InboxItemBody; member: MemberBody }) {
  const acts = useActs(conversation.id)
  const [isBusy, start] = useTransition()
  const isIn = conversation.collaboratorIds.includes(id)
  return (
    <li className="flex items-center gap-3 py-2">
      <Avatar name={name} seed={id} />
      <div className="min-w-0 flex-1">
        <p className="truncate">{name}</p>
        <p className="text-xs text-muted">{roleNames[role]}</p>
      </div>
      <Button
        size="sm"
        isBusy={isBusy}
        aria-label={`${isIn ? 'Release' : 'Ask in'} ${name}`}
        onClick={() => start(() => (isIn ? acts.release(id) : acts.askIn(id, name)))}
      >
        {isIn ? 'Release' : 'Ask in'}
      </Button>
    </li>
  )
}
