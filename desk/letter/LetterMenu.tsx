import { AlignLeft, Download, Ellipsis, LayoutTemplate, Split } from 'lucide-react'
import type { MessageBody } from '#protocol/conversations.ts'
import { useActs } from '../conversation/useConversation.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { useMembership } from '../workspace/membership.ts'
import type { Form } from './LetterBody.tsx'
import { letterOriginal } from './paths.ts'

type LetterMenuProps = { letter: MessageBody; form: Form; onForm: (form: Form) => void }

/** What is seldom wanted of a letter. */
export function LetterMenu({ letter, form, onForm }: LetterMenuProps) {
  const { role, workspace } = useMembership()
  const acts = useActs(letter.conversationId)
  const maySplit = letter.kind === 'inbound' && role !== 'collaborator'
  if (!letter.hasHtml && !letter.hasOriginal && !maySplit) return null
  return (
    <Menu align="end" trigger={<IconButton icon={Ellipsis} size="sm" label="More about this letter" />}>
      {letter.hasHtml && form === 'written' && (
        <MenuItem icon={AlignLeft} onSelect={() => onForm('plain')}>
          Plain text
        </MenuItem>
      )}
      {letter.hasHtml && form === 'plain' && (
        <MenuItem icon={LayoutTemplate} onSelect={() => onForm('written')}>
          As written
        </MenuItem>
      )}
      {letter.hasOriginal && (
        <MenuItem icon={Download} onSelect={() => download(letterOriginal(workspace.id, letter))}>
          Download the original
        </MenuItem>
      )}
      {maySplit && (
        <MenuItem icon={Split} onSelect={() => void acts.splitOff(letter.id)}>
          Split off into a conversation of its own
        </MenuItem>
      )}
    </Menu>
  )
}

function download(address: string) {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}
