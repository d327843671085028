import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ApiKeyBody, NewApiKeyBody } from '#protocol/members.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../../api.ts'
import { explain, fieldErrors } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { Dialog, DialogClose } from '../../ui/Dialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Form } from '../../ui/Form.tsx'
import { leaveWithUndo } from '../../ui/leaving.ts'
import { QueryList } from '../../ui/QueryList.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { membersQuery, workspaceKey } from '../../workspace/queries.ts'
import { Row, SettingsHead } from '../SettingsSection.tsx'

const apiKeysQuery = (workspaceId: Id) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'api-keys'],
    queryFn: ({ signal }) => api.get<{ apiKeys: ApiKeyBody[] }>(`/workspaces/${workspaceId}/api-keys`, { signal }),
    select: ({ apiKeys }) => apiKeys,
  })

export function ApiKeySettings() {
  const keys = useQuery(apiKeysQuery(useWorkspaceId()))
  const [isMaking, setMaking] = useState(false)
  return (
    <>
      <SettingsHead
        title="API keys"
        lead={
          <>
            A program with such a key may do what its maker may.{' '}
            <a href="/api/docs" target="_blank" rel="noreferrer" className="text-accent underline">
              What the API can do
            </a>
          </>
        }
        action={
          <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
            New key
          </Button>
        }
      />
      <QueryList query={keys} what="The API keys" empty={<EmptyState icon={KeyRound} title="No API keys yet" />}>
        {(list) => (
          <ul className="border-t">
            {list.map((key) => (
              <ApiKeyRow key={key.id} apiKey={key} />
            ))}
          </ul>
        )}
      </QueryList>
      <Dialog title="New API key" isOpen={isMaking} onOpenChange={setMaking}>
        <NewApiKey />
      </Dialog>
    </>
  )
}

function ApiKeyRow({ apiKey }: { apiKey: ApiKeyBody }) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const { data: members = [] } = useQuery(membersQuery(workspaceId))
  const maker = members.find(({ id }) => id === apiKey.memberId)?.name ?? 'a former member'
  const revoke = () =>
    leaveWithUndo({
      id: apiKey.id,
      text: `The key “${apiKey.name}” is revoked.`,
      act: () =>
        api
          .delete(`/workspaces/${workspaceId}/api-keys/${apiKey.id}`)
          .then(() => queryClient.invalidateQueries({ queryKey: apiKeysQuery(workspaceId).queryKey })),
      onFailure: (error) => showToast(`“${apiKey.name}” still works. ${explain(error)}`, { isFailure: true }),
    })
  return (
    <Row
      start={<KeyRound size={16} aria-hidden="true" className="text-muted" />}
      title={
        <>
          <strong>{apiKey.name}</strong> <code className="font-mono text-sm text-muted">{apiKey.start}…</code>
        </>
      }
      detail={
        <>
          By {maker}, <RelativeTime at={apiKey.createdAt} as="ago" /> ·{' '}
          {apiKey.lastUsedAt ? (
            <>
              last used <RelativeTime at={apiKey.lastUsedAt} as="ago" />
            </>
          ) : (
            'never used'
          )}{' '}
          ·{' '}
          {apiKey.expiresAt ? (
            <>
              works until <RelativeTime at={apiKey.expiresAt} />
            </>
          ) : (
            'no end'
          )}
        </>
      }
    >
      <Button size="sm" variant="quiet" onClick={revoke} aria-label={`Revoke ${apiKey.name}`}>
        Revoke
      </Button>
    </Row>
  )
}

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'none', label: 'Until it is revoked' },
] as const

type Values = { name: string; lifetime: (typeof lifetimes)[number]['value'] }

function NewApiKey() {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const make = useMutation({
    mutationFn: ({ name, lifetime }: Values) =>
      api.post<NewApiKeyBody>(`/workspaces/${workspaceId}/api-keys`, {
        name,
        ...(lifetime === 'none' ? {} : { expiresInDays: Number(lifetime) }),
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysQuery(workspaceId).queryKey }),
  })

  if (make.data) {
    return (
      <div className="flex flex-col gap-4">
        <p>Copy the key now and keep it like a password. It is not shown again.</p>
        <CopyField label={make.data.name} text={make.data.key} />
        <DialogClose render={<Button className="self-start">Done</Button>} />
      </div>
    )
  }
  return (
    <Form<Values>
      onSubmit={(values) => make.mutate(values)}
      isBusy={make.isPending}
      errors={fieldErrors(make.error)}
      problem={make.error && explain(make.error)}
      actions={
        <Button type="submit" variant="primary" isBusy={make.isPending}>
          Make the key
        </Button>
      }
    >
      <TextField
        label="Name"
        name="name"
        maxLength={80}
        hint="Which program uses it."
        required
        missing="Write a name."
      />
      <Select label="Works for" name="lifetime" choices={lifetimes} defaultValue="90" />
    </Form>
  )
}
