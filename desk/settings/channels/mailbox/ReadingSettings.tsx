import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { MailboxBody, MailboxTestBody } from '#protocol/email.ts'
import { explain } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import { SettingsSection } from '../../SettingsSection.tsx'
import { useMailboxChange } from './changing.ts'
import { FolderChoice } from './FolderChoice.tsx'
import { TestResult } from './TestResult.tsx'
import { tryMailbox } from './trying.ts'

/** Which folders are read. */
export function ReadingSettings({ mailbox }: { mailbox: MailboxBody }) {
  const [isOpen, setOpen] = useState(false)
  const looking = useLooking(mailbox)
  const { folders, junkFolder } = mailbox.settings
  const names = [...(folders.length > 0 ? folders : ['INBOX']), ...(junkFolder ? [junkFolder] : [])]
  return (
    <SettingsSection
      title="Reading"
      action={
        <Button
          size="sm"
          onClick={() => {
            setOpen(true)
            looking.mutate()
          }}
        >
          Choose folders
        </Button>
      }
    >
      <p className="[overflow-wrap:anywhere]">
        Reads {new Intl.ListFormat('en').format(names.map((name) => (name === 'INBOX' ? 'the inbox' : name)))}.
      </p>
      <Dialog title="Folders to read" isOpen={isOpen} onOpenChange={setOpen}>
        {looking.isPending && <p role="status">Looking at the provider …</p>}
        {looking.error && <p role="alert">{explain(looking.error)}</p>}
        {looking.data &&
          (looking.data.incoming?.ok ? (
            <Folders mailbox={mailbox} found={looking.data.incoming.folders} onDone={() => setOpen(false)} />
          ) : (
            <TestResult tested={{ ...looking.data, outgoing: null }} />
          ))}
      </Dialog>
    </SettingsSection>
  )
}

function useLooking({ channelId, settings }: MailboxBody) {
  const workspaceId = useWorkspaceId()
  return useMutation({
    mutationFn: () => tryMailbox(workspaceId, { settings: { ...settings, smtp: null }, channelId }),
  })
}

type FoldersProps = {
  mailbox: MailboxBody
  found: NonNullable<MailboxTestBody['incoming']>['folders']
  onDone: () => void
}

function Folders({ mailbox: { channelId, settings }, found, onDone }: FoldersProps) {
  const changing = useMailboxChange(channelId, { done: 'The folders are saved.', onDone })
  const junkFolder = settings.junkFolder ?? found.find(({ use }) => use === 'junk')?.path ?? null
  const [chosen, setChosen] = useState(settings.folders.length > 0 ? settings.folders : ['INBOX'])
  const [readsJunk, setReadsJunk] = useState(Boolean(settings.junkFolder))
  return (
    <Form
      onSubmit={() => changing.mutate({ settings: { folders: chosen, junkFolder: readsJunk ? junkFolder : null } })}
      isBusy={changing.isPending}
      problem={changing.error && explain(changing.error)}
      actions={
        <Button type="submit" variant="primary" isBusy={changing.isPending}>
          Save
        </Button>
      }
    >
      <FolderChoice
        folders={found}
        chosen={chosen}
        onChoose={setChosen}
        junkFolder={junkFolder}
        readsJunk={readsJunk}
        onReadJunk={setReadsJunk}
      />
    </Form>
  )
}
