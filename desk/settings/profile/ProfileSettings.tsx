import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { chooseTheme, type Theme, useTheme } from '../../page/theme.ts'
import { explain, fieldErrors } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Form.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { roleNames, useMe, useMembership } from '../../workspace/membership.ts'
import { membersQuery, meQuery } from '../../workspace/queries.ts'
import { SettingsHead, SettingsSection } from '../SettingsSection.tsx'
import { PhotoField } from './PhotoField.tsx'

export function ProfileSettings() {
  const { user } = useMe()
  const { role, workspace } = useMembership()
  return (
    <>
      <SettingsHead
        title="Profile"
        lead={`You sign in as ${user.email} and are ${roleNames[role].toLowerCase()} of ${workspace.name}.`}
      />
      <NameForm />
      <PhotoField />
      <Signature />
      <Look />
    </>
  )
}

function NameForm() {
  const { name, memberId, workspace } = useMembership()
  const queryClient = useQueryClient()
  const rename = useMutation({
    mutationFn: (values: { name: string }) => api.patch(`/workspaces/${workspace.id}/members/${memberId}`, values),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries(meQuery),
        queryClient.invalidateQueries({ queryKey: membersQuery(workspace.id).queryKey }),
      ])
      showToast('Your name is saved.')
    },
  })
  return (
    <SettingsSection title="Name">
      <Form<{ name: string }>
        key={workspace.id}
        onSubmit={(values) => rename.mutate(values)}
        isBusy={rename.isPending}
        errors={fieldErrors(rename.error)}
        problem={rename.error && explain(rename.error)}
        actions={
          <Button type="submit" isBusy={rename.isPending}>
            Save
          </Button>
        }
        className="max-w-84"
      >
        <TextField
          label="Your name"
          name="name"
          defaultValue={name}
          autoComplete="name"
          maxLength={120}
          hint={`Customers and colleagues of ${workspace.name} see it.`}
          required
          missing="Write your name."
        />
      </Form>
    </SettingsSection>
  )
}

function Signature() {
  const { memberId, workspace, name } = useMembership()
  const { data: members } = useQuery(membersQuery(workspace.id))
  const me = members?.find(({ id }) => id === memberId)
  const queryClient = useQueryClient()
  const sign = useMutation({
    mutationFn: (values: { signature: string }) =>
      api.patch(`/workspaces/${workspace.id}/members/${memberId}`, { signature: values.signature.trim() || null }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: membersQuery(workspace.id).queryKey })
      showToast('Your signature is saved.')
    },
  })
  if (!me) return null
  return (
    <SettingsSection title="Signature">
      <Form<{ signature: string }>
        key={workspace.id}
        onSubmit={(values) => sign.mutate(values)}
        isBusy={sign.isPending}
        errors={fieldErrors(sign.error)}
        problem={sign.error && explain(sign.error)}
        actions={
          <Button type="submit" isBusy={sign.isPending}>
            Save
          </Button>
        }
        className="max-w-84"
      >
        <TextArea
          label="Your signature"
          name="signature"
          defaultValue={me.signature ?? ''}
          maxLength={2_000}
          rows={4}
          placeholder={`${name}\n${workspace.name}`}
          hint="Below every e-mail that you write, above the channel's own signature."
        />
      </Form>
    </SettingsSection>
  )
}

const looks = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies { value: Theme; label: string }[]

function Look() {
  return (
    <SettingsSection title="Look">
      <Select
        label="Colours"
        name="theme"
        choices={looks}
        value={useTheme()}
        onChoose={chooseTheme}
        hint="For this browser."
        className="max-w-84"
      />
    </SettingsSection>
  )
}
