import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ban } from 'lucide-react'
import { useRef } from 'react'
import type { BlockedSenderBody } from '#protocol/conversations.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../../api.ts'
import { isAddress } from '../../letter/addresses.ts'
import { explain, fieldErrors } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Form } from '../../ui/Form.tsx'
import { leaveWithUndo } from '../../ui/leaving.ts'
import { QueryList } from '../../ui/QueryList.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { membersQuery, workspaceKey } from '../../workspace/queries.ts'
import { Row, SettingsHead } from '../SettingsSection.tsx'

const blockedSendersQuery = (workspaceId: Id) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'blocked-senders'],
    queryFn: ({ signal }) =>
      api.get<{ blockedSenders: BlockedSenderBody[] }>(`/workspaces/${workspaceId}/blocked-senders`, { signal }),
    select: ({ blockedSenders }) => blockedSenders,
  })

export function BlockedSenders() {
  const blocked = useQuery(blockedSendersQuery(useWorkspaceId()))
  return (
    <>
      <SettingsHead title="Blocked senders" lead="What they write goes to spam, and nobody is asked to answer it." />
      <BlockForm />
      <QueryList query={blocked} what="The blocked senders" empty={<EmptyState icon={Ban} title="Nobody is blocked" />}>
        {(list) => (
          <ul className="border-t">
            {list.map((sender) => (
              <Sender key={sender.id} sender={sender} />
            ))}
          </ul>
        )}
      </QueryList>
    </>
  )
}

function BlockForm() {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const place = useRef<HTMLDivElement>(null)
  const block = useMutation({
    mutationFn: ({ value }: { value: string }) =>
      api.post<BlockedSenderBody>(`/workspaces/${workspaceId}/blocked-senders`, { value: cleaned(value) }),
    onSuccess: async ({ value }) => {
      await queryClient.invalidateQueries({ queryKey: blockedSendersQuery(workspaceId).queryKey })
      showToast(`${value} is blocked.`)
      const field = place.current?.querySelector('input')
      if (field) field.value = ''
    },
  })
  return (
    <div ref={place}>
      <Form<{ value: string }>
        onSubmit={(values) => block.mutate(values)}
        isBusy={block.isPending}
        errors={fieldErrors(block.error)}
        problem={block.error && explain(block.error)}
        actions={
          <Button type="submit" isBusy={block.isPending}>
            Block
          </Button>
        }
        className="max-w-84"
      >
        <TextField
          label="Address or domain"
          name="value"
          inputMode="email"
          autoComplete="off"
          spellCheck={false}
          autoCapitalize="none"
          required
          missing="Write an address or a domain."
          hint="noise@shop.example, or shop.example for everybody there."
          check={(value) =>
            isAddress(withAt(cleaned(value))) ? null : 'Write an address such as a@b.example, or a domain.'
          }
        />
      </Form>
    </div>
  )
}

function Sender({ sender: { id, value, blockedBy, createdAt } }: { sender: BlockedSenderBody }) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const { data: members = [] } = useQuery(membersQuery(workspaceId))
  const who = members.find((member) => member.id === blockedBy)?.name ?? 'a former member'
  const release = () =>
    leaveWithUndo({
      id,
      text: `${value} may write again.`,
      act: () =>
        api
          .delete(`/workspaces/${workspaceId}/blocked-senders/${id}`)
          .then(() => queryClient.invalidateQueries({ queryKey: blockedSendersQuery(workspaceId).queryKey })),
      onFailure: (error) => showToast(`${value} is still blocked. ${explain(error)}`, { isFailure: true }),
    })
  return (
    <Row
      start={<Ban size={16} aria-hidden="true" className="text-muted" />}
      title={
        <>
          <bdi className="font-semibold [overflow-wrap:anywhere]">{value}</bdi>
          {!value.includes('@') && <span className="text-sm text-muted">everybody there</span>}
        </>
      }
      detail={
        <>
          By {who}, <RelativeTime at={createdAt} as="ago" />
        </>
      }
    >
      <Button size="sm" variant="quiet" onClick={release} aria-label={`Unblock ${value}`}>
        Unblock
      </Button>
    </Row>
  )
}

/** `@shop.example` is how many write a domain. */
const cleaned = (value: string) => value.trim().toLowerCase().replace(/^@/, '')
const withAt = (value: string) => (value.includes('@') ? value : `any@${value}`)
