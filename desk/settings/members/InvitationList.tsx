import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Mail } from 'lucide-react'
import type { InvitationBody } from '#protocol/members.ts'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { leaveWithUndo } from '../../ui/leaving.ts'
import { QueryList } from '../../ui/QueryList.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { showToast } from '../../ui/toast.ts'
import { roleNames, useWorkspaceId } from '../../workspace/membership.ts'
import { invitationsQuery } from '../../workspace/queries.ts'
import { Row, SettingsSection } from '../SettingsSection.tsx'

export function InvitationList({ onInvite }: { onInvite: () => void }) {
  const invitations = useQuery(invitationsQuery(useWorkspaceId()))
  return (
    <SettingsSection title="Invited">
      <QueryList
        query={invitations}
        what="The invitations"
        empty={
          <EmptyState
            icon={Mail}
            title="No open invitations"
            action={<Button onClick={onInvite}>Invite a colleague</Button>}
          />
        }
      >
        {(list) => (
          <ul>
            {list.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        )}
      </QueryList>
    </SettingsSection>
  )
}

function InvitationRow({ invitation }: { invitation: InvitationBody }) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const takeBack = () =>
    leaveWithUndo({
      id: invitation.id,
      text: `The invitation of ${invitation.email} is taken back.`,
      act: () =>
        api
          .delete(`/workspaces/${workspaceId}/invitations/${invitation.id}`)
          .then(() => queryClient.invalidateQueries({ queryKey: invitationsQuery(workspaceId).queryKey })),
      onFailure: (error) => showToast(`${invitation.email} is still invited. ${explain(error)}`, { isFailure: true }),
    })
  return (
    <Row
      start={<Mail size={16} aria-hidden="true" className="mx-2 text-muted" />}
      title={
        <>
          <span className="break-all">{invitation.email}</span> <Badge>{roleNames[invitation.role]}</Badge>
        </>
      }
      detail={
        <>
          By {invitation.invitedBy}, <RelativeTime at={invitation.createdAt} as="ago" />; works until{' '}
          <RelativeTime at={invitation.expiresAt} />
        </>
      }
    >
      <Button
        size="sm"
        variant="quiet"
        onClick={takeBack}
        aria-label={`Take back the invitation of ${invitation.email}`}
      >
        Take back
      </Button>
    </Row>
  )
}
