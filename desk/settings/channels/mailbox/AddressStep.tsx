import { useMutation } from '@tanstack/react-query'
import type { MailServerGuess } from '#protocol/email.ts'
import { api } from '../../../api.ts'
import { explain, fieldErrors } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { Form } from '../../../ui/Form.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import type { Draft } from './NewMailbox.tsx'

type AddressStepProps = { address: string; onKnown: (draft: Draft) => void }

export function AddressStep({ address, onKnown }: AddressStepProps) {
  const workspaceId = useWorkspaceId()
  const asking = useMutation({
    mutationFn: (values: { address: string }) =>
      api.get<MailServerGuess>(`/workspaces/${workspaceId}/mail-providers`, {
        query: { address: values.address.trim() },
      }),
    onSuccess: (guess, values) =>
      onKnown({
        address: values.address.trim().toLowerCase(),
        guess,
        settings: guess.settings,
        password: '',
        outgoingPassword: null,
        folders: [],
      }),
  })
  return (
    <Form<{ address: string }>
      onSubmit={(values) => asking.mutate(values)}
      isBusy={asking.isPending}
      errors={fieldErrors(asking.error)}
      problem={asking.error && explain(asking.error)}
      className="max-w-112"
      actions={
        <Button type="submit" variant="primary" isBusy={asking.isPending}>
          Go on
        </Button>
      }
    >
      <TextField
        label="E-mail address"
        name="address"
        type="email"
        defaultValue={address}
        autoComplete="off"
        placeholder="info@shop.example"
        hint="The one that your customers write to."
        autoFocus
        required
        missing="Write the address of the mailbox."
      />
    </Form>
  )
}
