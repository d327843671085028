import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Pencil, Plus, Trash2, UserPlus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import type { TeamBody } from '#protocol/members.ts'
import { api } from '../../api.ts'
import { explain, fieldErrors } from '../../problem.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Form } from '../../ui/Form.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { leaveWithUndo } from '../../ui/leaving.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu.tsx'
import { QueryList } from '../../ui/QueryList.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { membersQuery, teamsQuery } from '../../workspace/queries.ts'
import { Row, SettingsHead } from '../SettingsSection.tsx'
import { TeamMembers } from './TeamMembers.tsx'

export function TeamSettings() {
  const workspaceId = useWorkspaceId()
  const teams = useQuery(teamsQuery(workspaceId))
  const [isMaking, setMaking] = useState(false)
  const newTeam = (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      New team
    </Button>
  )
  return (
    <>
      <SettingsHead
        title="Teams"
        lead="Who answers together: a conversation can wait for a team until one of its members takes it."
        action={newTeam}
      />
      <QueryList
        query={teams}
        what="The teams"
        empty={
          <EmptyState icon={UsersRound} title="No teams yet">
            One person answers everything? Then you need none.
          </EmptyState>
        }
      >
        {(list) => (
          <ul className="border-t">
            {list.map((team) => (
              <TeamRow key={team.id} team={team} />
            ))}
          </ul>
        )}
      </QueryList>
      <Dialog title="New team" isOpen={isMaking} onOpenChange={setMaking}>
        <TeamName
          action="Make the team"
          save={(values) => api.post(`/workspaces/${workspaceId}/teams`, values)}
          onDone={() => setMaking(false)}
        />
      </Dialog>
    </>
  )
}

function TeamRow({ team }: { team: TeamBody }) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const { data: members = [] } = useQuery(membersQuery(workspaceId))
  const [open, setOpen] = useState<'name' | 'members' | null>(null)
  const path = `/workspaces/${workspaceId}/teams/${team.id}`
  const names = members.filter(({ id }) => team.memberIds.includes(id)).map(({ name }) => name)
  const remove = () =>
    leaveWithUndo({
      id: team.id,
      text: `The team “${team.name}” is deleted.`,
      act: () =>
        api.delete(path).then(() => queryClient.invalidateQueries({ queryKey: teamsQuery(workspaceId).queryKey })),
      onFailure: (error) => showToast(`“${team.name}” is still there. ${explain(error)}`, { isFailure: true }),
    })
  return (
    <Row
      start={<Avatar name={team.name} seed={team.id} isSquare />}
      title={<strong>{team.name}</strong>}
      detail={names.length > 0 ? new Intl.ListFormat('en').format(names) : 'Nobody yet'}
    >
      <Menu align="end" trigger={<IconButton icon={Ellipsis} label={`More for ${team.name}`} />}>
        <MenuItem icon={UserPlus} onSelect={() => setOpen('members')}>
          Members
        </MenuItem>
        <MenuItem icon={Pencil} onSelect={() => setOpen('name')}>
          Rename
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} isDanger onSelect={remove}>
          Delete
        </MenuItem>
      </Menu>
      <Dialog title="Rename the team" isOpen={open === 'name'} onOpenChange={() => setOpen(null)}>
        <TeamName
          name={team.name}
          action="Save"
          save={(values) => api.patch(path, values)}
          onDone={() => setOpen(null)}
        />
      </Dialog>
      <Dialog title={`Members of ${team.name}`} isOpen={open === 'members'} onOpenChange={() => setOpen(null)}>
        <TeamMembers team={team} />
      </Dialog>
    </Row>
  )
}

type TeamNameProps = {
  name?: string
  action: string
  save: (values: { name: string }) => Promise<unknown>
  onDone: () => void
}

function TeamName({ name, action, save, onDone }: TeamNameProps) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: teamsQuery(workspaceId).queryKey })
      onDone()
    },
  })
  return (
    <Form<{ name: string }>
      onSubmit={(values) => saving.mutate(values)}
      isBusy={saving.isPending}
      errors={fieldErrors(saving.error)}
      problem={saving.error && explain(saving.error)}
      actions={
        <Button type="submit" variant="primary" isBusy={saving.isPending}>
          {action}
        </Button>
      }
    >
      <TextField
        label="Name"
        name="name"
        defaultValue={name}
        maxLength={80}
        required
        missing="Write what the team is called."
      />
    </Form>
  )
}
