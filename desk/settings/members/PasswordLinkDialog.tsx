import { useMutation } from '@tanstack/react-query'
import type { MemberBody } from '#protocol/members.ts'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useMembership } from '../../workspace/membership.ts'

type PasswordLinkDialogProps = {
  member: Pick<MemberBody, 'id' | 'name'>
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** For who forgot the password, or never had one. */
export function PasswordLinkDialog({ member, ...dialog }: PasswordLinkDialogProps) {
  return (
    <Dialog title={`Password link for ${member.name}`} {...dialog}>
      <PasswordLink member={member} />
    </Dialog>
  )
}

function PasswordLink({ member }: Pick<PasswordLinkDialogProps, 'member'>) {
  const { memberId, workspace } = useMembership()
  const isMe = member.id === memberId
  const make = useMutation({
    mutationFn: () => api.post<{ link: string }>(`/workspaces/${workspace.id}/members/${member.id}/password-links`),
  })
  return (
    <div className="flex flex-col gap-4">
      <p>
        {isMe
          ? 'Behind the link you choose a password. It works once, within a day, and signs you out everywhere: you then sign in with the password.'
          : `Behind the link ${member.name} chooses a new password. It works once, within a day. No mail is sent: hand it over yourself, to nobody else.`}
      </p>
      {make.error && (
        <p role="alert" className="text-sm text-danger">
          {explain(make.error)}
        </p>
      )}
      {make.data ? (
        <CopyField label="Link" text={make.data.link} />
      ) : (
        <Button variant="primary" className="self-start" isBusy={make.isPending} onClick={() => make.mutate()}>
          Make the link
        </Button>
      )}
    </div>
  )
}
