import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { QueryList } from '../../ui/QueryList.tsx'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { membersQuery } from '../../workspace/queries.ts'
import { SettingsHead, SettingsSection } from '../SettingsSection.tsx'
import { InvitationList } from './InvitationList.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { MemberRow } from './MemberRow.tsx'

export function MemberSettings() {
  const members = useQuery(membersQuery(useWorkspaceId()))
  const [isInviting, setInviting] = useState(false)
  const gone = members.data?.filter(({ deactivatedAt }) => deactivatedAt !== null) ?? []
  return (
    <>
      <SettingsHead
        title="Members"
        lead="Owners do everything; admins set things up; agents answer customers; collaborators see only the conversations they are asked into."
        action={
          <Button variant="primary" icon={UserPlus} onClick={() => setInviting(true)}>
            Invite
          </Button>
        }
      />
      <QueryList query={members} what="The members" empty={<EmptyState title="Nobody works here yet" />}>
        {(all) => (
          <ul className="border-t">
            {all
              .filter(({ deactivatedAt }) => deactivatedAt === null)
              .map((member) => (
                <MemberRow key={member.id} member={member} members={all} />
              ))}
          </ul>
        )}
      </QueryList>
      <InvitationList onInvite={() => setInviting(true)} />
      {gone.length > 0 && (
        <SettingsSection title="No longer here" lead="What they wrote stays. They cannot sign in to this workspace.">
          <ul>
            {gone.map((member) => (
              <MemberRow key={member.id} member={member} members={members.data ?? []} />
            ))}
          </ul>
        </SettingsSection>
      )}
      <InviteDialog isOpen={isInviting} onOpenChange={setInviting} />
    </>
  )
}
