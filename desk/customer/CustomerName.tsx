import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import type { CustomerBody, CustomerCardBody } from '#protocol/customers.ts'
import { api } from '../api.ts'
import { explain, fieldErrors } from '../problem.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Form } from '../ui/Form.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useMembership } from '../workspace/membership.ts'
import { customerQuery } from './queries.ts'

/** Who it is; agents may write a better name. */
export function CustomerName({ customer, isOnline }: { customer: CustomerBody; isOnline: boolean }) {
  const { role } = useMembership()
  const [isEditing, setEditing] = useState(false)
  const name = customer.name ?? 'Visitor'
  if (isEditing) return <NameForm customer={customer} onDone={() => setEditing(false)} />
  return (
    <div className="flex items-center gap-3 px-4 py-3 max-xl:pr-12">
      <Avatar name={name} seed={customer.id} size="lg" isOnline={isOnline} />
      <div className="min-w-0 flex-1">
        <p className="font-semibold [overflow-wrap:anywhere]">
          <bdi>{name}</bdi>
        </p>
        <p className="text-xs text-muted">
          {isOnline ? 'Online now' : customer.name ? 'Customer' : 'Has not said who they are'}
        </p>
      </div>
      {role !== 'collaborator' && (
        <IconButton icon={Pencil} label="Change the name" size="sm" onClick={() => setEditing(true)} />
      )}
    </div>
  )
}

function NameForm({ customer, onDone }: { customer: CustomerBody; onDone: () => void }) {
  const { workspace } = useMembership()
  const queryClient = useQueryClient()
  const { queryKey } = customerQuery(workspace.id, customer.id)
  const save = useMutation({
    mutationFn: (name: string) =>
      api.patch<CustomerBody | undefined>(`/workspaces/${workspace.id}/customers/${customer.id}`, { name }),
    onSuccess: (_, name) => {
      queryClient.setQueryData<CustomerCardBody>(
        queryKey,
        (card) => card && { ...card, customer: { ...card.customer, name } },
      )
      onDone()
    },
  })
  const errors = fieldErrors(save.error)
  return (
    <Form<{ name: string }>
      onSubmit={({ name }) => save.mutate(name.trim())}
      isBusy={save.isPending}
      errors={errors}
      problem={save.isError && Object.keys(errors).length === 0 ? explain(save.error) : null}
      className="px-4 py-3 max-xl:pr-12"
      actions={
        <>
          <Button type="submit" variant="primary" size="sm" isBusy={save.isPending}>
            Save
          </Button>
          <Button size="sm" onClick={onDone}>
            Cancel
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        name="name"
        defaultValue={customer.name ?? ''}
        required
        missing="Write a name."
        maxLength={200}
        autoFocus
      />
    </Form>
  )
}
