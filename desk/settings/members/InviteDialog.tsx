import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { NewInvitationBody, Role } from '#protocol/members.ts'
import { api } from '../../api.ts'
import { explain, fieldErrors } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { Dialog, DialogClose } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/Form.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { roleNames, useMembership } from '../../workspace/membership.ts'
import { invitationsQuery } from '../../workspace/queries.ts'
import { rolesToGive } from './rights.ts'

type InviteDialogProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }

export function InviteDialog(props: InviteDialogProps) {
  return (
    <Dialog title="Invite a colleague" {...props}>
      <Invite />
    </Dialog>
  )
}

type Values = { email: string; role: Role }

function Invite() {
  const { role, workspace } = useMembership()
  const queryClient = useQueryClient()
  const invite = useMutation({
    mutationFn: (values: Values) => api.post<NewInvitationBody>(`/workspaces/${workspace.id}/invitations`, values),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitationsQuery(workspace.id).queryKey }),
  })

  if (invite.data) return <Made invitation={invite.data} onAnother={invite.reset} />
  return (
    <Form<Values>
      onSubmit={(values) => invite.mutate(values)}
      isBusy={invite.isPending}
      errors={fieldErrors(invite.error)}
      problem={invite.error && explain(invite.error)}
      actions={
        <Button type="submit" variant="primary" isBusy={invite.isPending}>
          Make the invitation
        </Button>
      }
    >
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="off"
        required
        missing="Write their e-mail address."
      />
      <Select
        label="Role"
        name="role"
        choices={rolesToGive(role).map((value) => ({ value, label: roleNames[value] }))}
        defaultValue="agent"
        hint="It can be changed later."
      />
    </Form>
  )
}

function Made({ invitation, onAnother }: { invitation: NewInvitationBody; onAnother: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p>
        {invitation.email} can join as {roleNames[invitation.role].toLowerCase()} with this link, once, until{' '}
        <RelativeTime at={invitation.expiresAt} />. No mail is sent yet: hand the link over yourself. It is not shown
        again.
      </p>
      <CopyField label="Invitation link" text={invitation.link} />
      <div className="flex gap-2">
        <Button onClick={onAnother}>Invite another</Button>
        <DialogClose render={<Button variant="quiet">Done</Button>} />
      </div>
    </div>
  )
}
