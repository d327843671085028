import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { api } from '../api.ts'
import { BreakItems } from '../breaks/BreakItems.tsx'
import { explain } from '../problem.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { MenuChoices, MenuItem, MenuLabel, MenuLine } from '../ui/Menu.tsx'
import { showToast } from '../ui/toast.ts'
import { useMe, useWorkspaceId } from '../workspace/membership.ts'
import { chooseTheme, useTheme } from './theme.ts'

export function WorkspaceChoices() {
  const { memberships } = useMe()
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  return (
    <MenuChoices
      label="Workspace"
      value={workspaceId}
      choices={memberships.map(({ workspace: { id, name } }) => ({
        value: id,
        label: name,
        start: <Avatar name={name} seed={id} size="xs" isSquare />,
      }))}
      onChoose={(chosen) =>
        navigate({ to: '/$workspaceId/inbox/$view', params: { workspaceId: chosen, view: 'open' } })
      }
    />
  )
}

export function AccountChoices({ onHelp, onBreak }: { onHelp: () => void; onBreak: () => void }) {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  const theme = useTheme()
  const { user } = useMe()
  const signOut = useSignOut()
  return (
    <>
      <MenuLabel>
        <span className="block truncate">Signed in as {user.email}</span>
      </MenuLabel>
      <MenuItem
        icon={UserRound}
        onSelect={() =>
          navigate({ to: '/$workspaceId/settings/$section', params: { workspaceId, section: 'profile' } })
        }
      >
        Profile and security
      </MenuItem>
      <MenuLine />
      <BreakItems onTake={onBreak} />
      <MenuChoices
        label="Look"
        value={theme}
        choices={[
          { value: 'system', label: 'As the system', icon: Monitor },
          { value: 'light', label: 'Light', icon: Sun },
          { value: 'dark', label: 'Dark', icon: Moon },
        ]}
        onChoose={chooseTheme}
      />
      <MenuLine />
      <MenuItem icon={Keyboard} shortcut="?" onSelect={onHelp}>
        Keyboard help
      </MenuItem>
      <MenuLine />
      <MenuItem icon={LogOut} onSelect={signOut}>
        Sign out
      </MenuItem>
    </>
  )
}

function useSignOut() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await api.post('/auth/sign-out')
    } catch (error) {
      showToast(`You are still signed in. ${explain(error)}`, { isFailure: true })
      return
    }
    await navigate({ to: '/sign-in' })
    queryClient.clear()
  }
}
