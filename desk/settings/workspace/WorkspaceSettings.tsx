import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import type { WorkspaceBody } from '#protocol/members.ts'
import { api } from '../../api.ts'
import { explain, fieldErrors } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/Form.tsx'
import { languageChoices, ownTimeZone, timeZoneChoices } from '../../ui/regional.ts'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { useMembership } from '../../workspace/membership.ts'
import { meQuery } from '../../workspace/queries.ts'
import { SettingsHead, SettingsSection } from '../SettingsSection.tsx'

type Values = { name: string; language: string; timeZone: string }
type Contact = { contactEmail: string | null; contactPhone: string | null }

export function WorkspaceSettings() {
  const { workspace, role } = useMembership()
  return (
    <>
      <SettingsHead
        title="Workspace"
        lead={workspace.isDemo ? 'This is the demo: look around, change what you like.' : undefined}
      />
      <EditWorkspace key={workspace.id} workspace={workspace} />
      <ContactSection key={`${workspace.id} contact`} workspace={workspace} />
      <VisitsSection key={`${workspace.id} visits`} workspace={workspace} />
      {role === 'owner' && !workspace.isDemo && <AnotherWorkspace />}
    </>
  )
}

function EditWorkspace({ workspace }: { workspace: WorkspaceBody }) {
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: (values: Values) => api.patch(`/workspaces/${workspace.id}`, values),
    onSuccess: async () => {
      await queryClient.invalidateQueries(meQuery)
      showToast('The workspace is saved.')
    },
  })
  return (
    <WorkspaceForm
      values={workspace}
      action="Save"
      onSubmit={(values) => change.mutate(values)}
      isBusy={change.isPending}
      error={change.error}
    />
  )
}

/** The law wants them to be found, so the chat window always shows them. */
function ContactSection({ workspace }: { workspace: WorkspaceBody }) {
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: (contact: Contact) => api.patch(`/workspaces/${workspace.id}`, contact),
    onSuccess: async () => {
      await queryClient.invalidateQueries(meQuery)
      showToast('The contact is saved.')
    },
  })
  return (
    <SettingsSection title="Contact" lead="How customers reach the shop without a chat window, which always shows it.">
      <Form<{ contactEmail: string; contactPhone: string }>
        onSubmit={({ contactEmail, contactPhone }) =>
          change.mutate({ contactEmail: contactEmail.trim() || null, contactPhone: contactPhone.trim() || null })
        }
        isBusy={change.isPending}
        errors={fieldErrors(change.error)}
        problem={change.error && explain(change.error)}
        actions={
          <Button type="submit" isBusy={change.isPending}>
            Save the contact
          </Button>
        }
        className="max-w-84"
      >
        <TextField
          label="E-mail address"
          name="contactEmail"
          type="email"
          autoComplete="off"
          defaultValue={workspace.contactEmail ?? ''}
        />
        <TextField
          label="Phone number"
          name="contactPhone"
          type="tel"
          autoComplete="off"
          defaultValue={workspace.contactPhone ?? ''}
          hint="As customers dial it: +372 555 1234"
        />
      </Form>
    </SettingsSection>
  )
}

/** How long the team sees what somebody looked at; conversations stay. */
function VisitsSection({ workspace }: { workspace: WorkspaceBody }) {
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: (visitRetentionDays: number) => api.patch(`/workspaces/${workspace.id}`, { visitRetentionDays }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(meQuery)
      showToast('Saved. Older visits are forgotten every night.')
    },
  })
  return (
    <SettingsSection
      title="Visits"
      lead="What visitors looked at, had in the cart, where they came from and what went wrong on the page. Conversations are kept apart from it."
    >
      <Form<{ days: string }>
        onSubmit={({ days }) => change.mutate(Number(days))}
        isBusy={change.isPending}
        errors={fieldErrors(change.error)}
        problem={change.error && explain(change.error)}
        actions={
          <Button type="submit" isBusy={change.isPending}>
            Save the time
          </Button>
        }
        className="max-w-84"
      >
        <TextField
          label="Days until a visit is forgotten"
          name="days"
          inputMode="numeric"
          autoComplete="off"
          defaultValue={String(workspace.visitRetentionDays)}
          check={checkDays}
          hint="From 1 to 365."
          required
          missing="Write a number of days."
        />
      </Form>
    </SettingsSection>
  )
}

const checkDays = (days: string) =>
  /^\d+$/.test(days) && Number(days) >= 1 && Number(days) <= 365 ? null : 'Write a number from 1 to 365.'

function AnotherWorkspace() {
  return (
    <SettingsSection
      title="Another workspace"
      lead="For another shop: its own inbox, people and customers, on this server."
    >
      <Dialog
        title="New workspace"
        trigger={
          <Button icon={Plus} className="self-start">
            New workspace
          </Button>
        }
      >
        <NewWorkspace />
      </Dialog>
    </SettingsSection>
  )
}

function NewWorkspace() {
  const { workspace } = useMembership()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const make = useMutation({
    mutationFn: (values: Values) => api.post<WorkspaceBody>('/workspaces', values),
    onSuccess: async ({ id }) => {
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      await navigate({ to: '/$workspaceId/settings/$section', params: { workspaceId: id, section: 'channels' } })
    },
  })
  return (
    <WorkspaceForm
      values={{ name: '', language: workspace.language, timeZone: ownTimeZone() }}
      action="Make the workspace"
      onSubmit={(values) => make.mutate(values)}
      isBusy={make.isPending}
      error={make.error}
    />
  )
}

type WorkspaceFormProps = {
  values: Values
  action: string
  onSubmit: (values: Values) => void
  isBusy: boolean
  error: unknown
}

function WorkspaceForm({ values, action, onSubmit, isBusy, error }: WorkspaceFormProps) {
  return (
    <Form<Values>
      onSubmit={onSubmit}
      isBusy={isBusy}
      errors={fieldErrors(error)}
      problem={error ? explain(error) : null}
      actions={
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {action}
        </Button>
      }
      className="max-w-84"
    >
      <TextField
        label="Name"
        name="name"
        defaultValue={values.name}
        maxLength={120}
        hint="Customers see it."
        required
        missing="Write what the shop is called."
      />
      <Select
        label="Language"
        name="language"
        choices={languageChoices(values.language)}
        defaultValue={values.language}
      />
      <Select
        label="Time zone"
        name="timeZone"
        choices={timeZoneChoices(values.timeZone)}
        defaultValue={values.timeZone}
      />
    </Form>
  )
}
