import type { MailboxTestBody } from '#protocol/email.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'

type FolderChoiceProps = {
  folders: NonNullable<MailboxTestBody['incoming']>['folders']
  chosen: string[]
  onChoose: (chosen: string[]) => void
  junkFolder: string | null
  readsJunk: boolean
  onReadJunk: (readsJunk: boolean) => void
}

/** Folders that hold what customers wrote; sent mail, drafts and the bin are left out. */
export function FolderChoice({ folders, chosen, onChoose, junkFolder, readsJunk, onReadJunk }: FolderChoiceProps) {
  const offered = folders.filter(({ use }) => use === 'inbox' || use === null)
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-semibold">Folders to read</legend>
      <div className="flex max-h-56 flex-col gap-2 overflow-y-auto">
        {(offered.length > 0 ? offered : [{ path: 'INBOX', use: 'inbox' as const }]).map(({ path, use }) => (
          <Checkbox
            key={path}
            label={use === 'inbox' ? 'Inbox' : path}
            isChecked={chosen.includes(path)}
            isDisabled={use === 'inbox'}
            onChange={(isChosen) => onChoose(isChosen ? [...chosen, path] : chosen.filter((one) => one !== path))}
          />
        ))}
      </div>
      {junkFolder && (
        <Checkbox
          label={/^junk$/i.test(junkFolder) ? 'Junk' : `Junk (${junkFolder})`}
          hint="What lies there comes in as spam: out of the way, but nobody is overlooked."
          isChecked={readsJunk}
          onChange={onReadJunk}
        />
      )}
    </fieldset>
  )
}
