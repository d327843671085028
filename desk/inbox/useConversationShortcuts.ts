import { useNavigate } from '@tanstack/react-router'
import { useTransition } from 'react'
import type { InboxItemBody, InboxView } from '#protocol/conversations.ts'
import { useActs } from '../conversation/useConversation.ts'
import { useShortcut } from '../ui/shortcuts.ts'
import { useMembership } from '../workspace/membership.ts'

type ShortcutProps = { conversation: InboxItemBody; view: InboxView; togglePanel: () => void }

/** The keys of an open conversation that no button of its own listens to. */
export function useConversationShortcuts({ conversation, view, togglePanel }: ShortcutProps) {
  const { memberId, role, workspace } = useMembership()
  const navigate = useNavigate()
  const [isBusy, start] = useTransition()
  const acts = useActs(conversation.id)
  const { assigneeId, teamId, status } = conversation
  const mayAnswer = { isOn: role !== 'collaborator' }
  const group = 'Conversation'
  useShortcut(
    { keys: 'e', label: 'Close, or open again', group },
    () => {
      if (!isBusy) start(() => (status === 'closed' ? acts.reopen() : acts.close()))
    },
    { isOn: mayAnswer.isOn && status !== 'spam' },
  )
  useShortcut(
    { keys: 'a', label: 'Assign to me', group },
    () => {
      if (assigneeId !== memberId)
        void acts.assign({ memberId, teamId }, { memberId: assigneeId, teamId }, 'Assigned to you')
    },
    mayAnswer,
  )
  useShortcut({ keys: 'i', label: 'About the customer', group }, togglePanel)
  useShortcut({ keys: 'u', label: 'Back to the list', group }, () =>
    navigate({
      to: '/$workspaceId/inbox/$view',
      params: { workspaceId: workspace.id, view },
      search: (search) => search,
    }),
  )
}
