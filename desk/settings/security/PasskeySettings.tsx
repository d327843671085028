import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, KeyRound, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api.ts'
import { authCode, explainAuth } from '../../sign-in/auth-problems.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Form } from '../../ui/Form.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { leaveWithUndo } from '../../ui/leaving.ts'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { QueryList } from '../../ui/QueryList.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { Row, SettingsSection } from '../SettingsSection.tsx'
import { SignInAgain } from '../SignInAgain.tsx'
import { thisDevice } from '../sessions/device.ts'

type Passkey = { id: string; name?: string | null; createdAt?: string | null }

const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => api.get<Passkey[]>('/auth/passkey/list-user-passkeys', { signal }),
})

const nameOf = ({ name }: Passkey) => name || 'Passkey'

export function PasskeySettings() {
  const passkeys = useQuery(passkeysQuery)
  const [isAdding, setAdding] = useState(false)
  const canMake = 'PublicKeyCredential' in window
  return (
    <SettingsSection
      title="Passkeys"
      lead="Sign in with fingerprint, face or the device's PIN, without a password. Nothing to remember, nothing to steal."
      action={
        <Button size="sm" icon={Plus} disabled={!canMake} onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      }
    >
      {!canMake && (
        <p className="text-sm text-muted">This browser cannot make passkeys, or the page is not served over HTTPS.</p>
      )}
      <QueryList query={passkeys} what="Your passkeys" empty={<EmptyState icon={KeyRound} title="No passkeys yet" />}>
        {(list) => (
          <ul>
            {list.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} />
            ))}
          </ul>
        )}
      </QueryList>
      <Dialog title="Add a passkey" isOpen={isAdding} onOpenChange={setAdding}>
        <AddPasskey onDone={() => setAdding(false)} />
      </Dialog>
    </SettingsSection>
  )
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const queryClient = useQueryClient()
  const [isRenaming, setRenaming] = useState(false)
  const remove = () =>
    leaveWithUndo({
      id: passkey.id,
      text: `“${nameOf(passkey)}” is removed.`,
      act: () =>
        api
          .post('/auth/passkey/delete-passkey', { id: passkey.id })
          .then(() => queryClient.invalidateQueries(passkeysQuery)),
      onFailure: (error) =>
        showToast(`“${nameOf(passkey)}” is still there. ${explainAuth(error)}`, { isFailure: true }),
    })
  return (
    <Row
      start={<KeyRound size={16} aria-hidden="true" className="text-muted" />}
      title={nameOf(passkey)}
      detail={
        passkey.createdAt && (
          <>
            Added <RelativeTime at={passkey.createdAt} as="ago" />
          </>
        )
      }
    >
      <Menu align="end" trigger={<IconButton icon={Ellipsis} label={`More for ${nameOf(passkey)}`} />}>
        <MenuItem icon={Pencil} onSelect={() => setRenaming(true)}>
          Rename
        </MenuItem>
        <MenuItem icon={Trash2} isDanger onSelect={remove}>
          Remove
        </MenuItem>
      </Menu>
      <Dialog title="Rename the passkey" isOpen={isRenaming} onOpenChange={setRenaming}>
        <RenamePasskey passkey={passkey} onDone={() => setRenaming(false)} />
      </Dialog>
    </Row>
  )
}

function AddPasskey({ onDone }: { onDone: () => void }) {
  const queryClient = useQueryClient()
  const add = useMutation({
    mutationFn: async ({ name }: { name: string }) => (await import('../../sign-in/passkeys.ts')).addPasskey(name),
    onSuccess: async () => {
      await queryClient.invalidateQueries(passkeysQuery)
      showToast('The passkey is added.')
      onDone()
    },
  })
  if (authCode(add.error) === 'SESSION_NOT_FRESH') return <SignInAgain />
  return (
    <PasskeyName
      defaultName={thisDevice()}
      action="Add"
      onSubmit={(values) => add.mutate(values)}
      isBusy={add.isPending}
      problem={add.error && explainAuth(add.error)}
    />
  )
}

function RenamePasskey({ passkey, onDone }: { passkey: Passkey; onDone: () => void }) {
  const queryClient = useQueryClient()
  const rename = useMutation({
    mutationFn: ({ name }: { name: string }) => api.post('/auth/passkey/update-passkey', { id: passkey.id, name }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(passkeysQuery)
      onDone()
    },
  })
  return (
    <PasskeyName
      defaultName={nameOf(passkey)}
      action="Save"
      onSubmit={(values) => rename.mutate(values)}
      isBusy={rename.isPending}
      problem={rename.error && explainAuth(rename.error)}
    />
  )
}

type PasskeyNameProps = {
  defaultName: string
  action: string
  onSubmit: (values: { name: string }) => void
  isBusy: boolean
  problem: string | null
}

function PasskeyName({ defaultName, action, onSubmit, isBusy, problem }: PasskeyNameProps) {
  return (
    <Form<{ name: string }>
      onSubmit={onSubmit}
      isBusy={isBusy}
      problem={problem}
      actions={
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {action}
        </Button>
      }
    >
      <TextField
        label="Name"
        name="name"
        defaultValue={defaultName}
        maxLength={80}
        hint="So that you know later which device it is."
        required
        missing="Write a name."
      />
    </Form>
  )
}
