import { Ellipsis, KeyRound, ShieldCheck, UserRoundCheck, UserRoundX } from 'lucide-react'
import { useState } from 'react'
import type { MemberBody } from '#protocol/members.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuLine } from '../../ui/Menu.tsx'
import { roleNames, useMembership } from '../../workspace/membership.ts'
import { Row } from '../SettingsSection.tsx'
import { useDeactivation, useRoleChange } from './changing.ts'
import { PasswordLinkDialog } from './PasswordLinkDialog.tsx'
import { rolesToGive, whyNotChange, whyNotDeactivate } from './rights.ts'

type MemberRowProps = { member: MemberBody; members: readonly MemberBody[] }

export function MemberRow({ member, members }: MemberRowProps) {
  const { memberId } = useMembership()
  return (
    <Row
      start={<Avatar name={member.name} seed={member.id} photoUrl={member.photoUrl} />}
      title={
        <>
          <strong className="truncate">{member.name}</strong>
          {member.id === memberId && <Badge>You</Badge>}
          <Badge tone={member.role === 'owner' ? 'accent' : 'plain'}>{roleNames[member.role]}</Badge>
          {member.hasTwoFactor && (
            <Badge tone="outline">
              <ShieldCheck size={12} aria-hidden="true" /> Second step
            </Badge>
          )}
        </>
      }
      detail={<span className="break-all">{member.email}</span>}
    >
      <MemberMenu member={member} members={members} />
    </Row>
  )
}

function MemberMenu({ member, members }: MemberRowProps) {
  const asker = useMembership()
  const [isLinkOpen, setLinkOpen] = useState(false)
  const changeRole = useRoleChange(member)
  const deactivate = useDeactivation(member)
  const whyNoRole = whyNotChange(asker, member, members)
  const whyNoDeactivation = whyNotDeactivate(asker, member, members)
  const isGone = member.deactivatedAt !== null
  return (
    <>
      <Menu align="end" trigger={<IconButton icon={Ellipsis} label={`More for ${member.name}`} />}>
        {isGone ? null : whyNoRole ? (
          <MenuLabel>{whyNoRole}</MenuLabel>
        ) : (
          <MenuChoices
            label="Role"
            value={member.role}
            choices={rolesToGive(asker.role).map((role) => ({ value: role, label: roleNames[role] }))}
            onChoose={(role) => role !== member.role && changeRole.mutate(role)}
          />
        )}
        {isGone ? (
          <MenuItem icon={UserRoundCheck} onSelect={() => deactivate.mutate(false)}>
            Let in again
          </MenuItem>
        ) : (
          <>
            <MenuLine />
            <MenuItem
              icon={KeyRound}
              isDisabled={member.role === 'owner' && asker.role !== 'owner'}
              onSelect={() => setLinkOpen(true)}
            >
              Make a password link
            </MenuItem>
            <MenuItem
              icon={UserRoundX}
              isDanger
              isDisabled={whyNoDeactivation !== null}
              onSelect={() => deactivate.mutate(true)}
            >
              Deactivate
            </MenuItem>
            {whyNoDeactivation && whyNoDeactivation !== whyNoRole && <MenuLabel>{whyNoDeactivation}</MenuLabel>}
          </>
        )}
      </Menu>
      <PasswordLinkDialog member={member} isOpen={isLinkOpen} onOpenChange={setLinkOpen} />
    </>
  )
}
