import { useNavigate } from '@tanstack/react-router'
import type { InboxView } from '#protocol/conversations.ts'
import { useShortcut } from '../ui/shortcuts.ts'
import { useMembership } from '../workspace/membership.ts'
import { type ViewInfo, viewInfo } from './views.ts'

/** `g` and a letter go to a view. */
export function useInboxShortcuts() {
  const { role, workspace } = useMembership()
  const navigate = useNavigate()
  const isAgent = role !== 'collaborator'
  const go = (view: InboxView) =>
    navigate({
      to: '/$workspaceId/inbox/$view',
      params: { workspaceId: workspace.id, view },
      search: ({ sort }) => ({ sort }),
    })
  useViewShortcut(viewInfo('mine'), go, isAgent)
  useViewShortcut(viewInfo('unassigned'), go, isAgent)
  useViewShortcut(viewInfo('open'), go)
  useViewShortcut(viewInfo('pending'), go)
  useViewShortcut(viewInfo('snoozed'), go)
  useViewShortcut(viewInfo('closed'), go)
  useViewShortcut(viewInfo('failed'), go, isAgent)
  useViewShortcut(viewInfo('spam'), go, isAgent)
}

function useViewShortcut({ view, name, keys }: ViewInfo, go: (view: InboxView) => unknown, isOn = true) {
  useShortcut({ keys, label: `Go to ${name}`, group: 'Views' }, () => go(view), { isOn })
}
