import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { MailboxBody } from '#protocol/email.ts'
import { api } from '../../../api.ts'
import { explain, fieldErrors } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { Form } from '../../../ui/Form.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/toast.ts'
import { useMembership } from '../../../workspace/membership.ts'
import { channelsQuery } from '../../../workspace/queries.ts'
import { FolderChoice } from './FolderChoice.tsx'
import { type Beginning, beginnings, importSince } from './importing.ts'
import type { Draft } from './NewMailbox.tsx'

type Values = { name: string; senderName: string; beginning: Beginning }

/** Names, folders, and from when on. */
export function ReadingStep({ draft, onBack }: { draft: Draft; onBack: () => void }) {
  const { workspace } = useMembership()
  const junkFolder = draft.settings.junkFolder ?? null
  const [folders, setFolders] = useState(['INBOX'])
  const [readsJunk, setReadsJunk] = useState(junkFolder !== null)
  const connecting = useConnecting()
  return (
    <Form<Values>
      onSubmit={({ name, senderName, beginning }) =>
        connecting.mutate({
          name,
          address: draft.address,
          password: draft.password,
          ...(draft.outgoingPassword ? { outgoingPassword: draft.outgoingPassword } : {}),
          settings: {
            ...draft.settings,
            senderName: senderName.trim() || null,
            folders,
            junkFolder: readsJunk ? junkFolder : null,
            importSince: importSince(beginning, new Date()),
          },
        })
      }
      isBusy={connecting.isPending}
      errors={fieldErrors(connecting.error)}
      problem={connecting.error && explain(connecting.error)}
      className="max-w-112"
      actions={
        <>
          <Button type="submit" variant="primary" isBusy={connecting.isPending}>
            Connect the mailbox
          </Button>
          <Button variant="quiet" onClick={onBack}>
            Back
          </Button>
        </>
      }
    >
      <p role="status">Reading and sending work.</p>
      <TextField
        label="Name of the channel"
        name="name"
        defaultValue={draft.address}
        maxLength={80}
        hint="Only the team sees it."
        required
        missing="Write a name."
      />
      <TextField
        label="Name of the sender"
        name="senderName"
        defaultValue={workspace.name}
        maxLength={120}
        hint="What customers see beside the address."
      />
      <FolderChoice
        folders={draft.folders}
        chosen={folders}
        onChoose={setFolders}
        junkFolder={junkFolder}
        readsJunk={readsJunk}
        onReadJunk={setReadsJunk}
      />
      <Select
        label="Begin with"
        name="beginning"
        choices={beginnings}
        defaultValue="now"
        hint="Mail that is older stays where it is."
      />
    </Form>
  )
}

function useConnecting() {
  const { workspace } = useMembership()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (body: object) => api.post<MailboxBody>(`/workspaces/${workspace.id}/channels/email`, body),
    onSuccess: async ({ channelId, address }) => {
      await queryClient.invalidateQueries({ queryKey: channelsQuery(workspace.id).queryKey })
      showToast(`${address} is connected.`)
      const params = { workspaceId: workspace.id, section: 'channels', channelId }
      await navigate({ to: '/$workspaceId/settings/$section/$channelId', params, replace: true })
    },
  })
}
