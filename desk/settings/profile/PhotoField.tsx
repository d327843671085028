import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { MemberBody } from '#protocol/members.ts'
import { api, upload } from '../../api.ts'
import { explain } from '../../problem.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { showToast } from '../../ui/toast.ts'
import { useMembership } from '../../workspace/membership.ts'
import { membersQuery } from '../../workspace/queries.ts'
import { SettingsSection } from '../SettingsSection.tsx'

/** The photo that customers see beside what this member writes. */
export function PhotoField() {
  const { memberId, name, workspace } = useMembership()
  const { data: members } = useQuery(membersQuery(workspace.id))
  const queryClient = useQueryClient()
  const chooser = useRef<HTMLInputElement>(null)
  const path = `/workspaces/${workspace.id}/members/${memberId}/photo`
  const change = useMutation({
    mutationFn: (file: File | null) => (file ? upload<MemberBody>(path, file) : api.delete<MemberBody>(path)),
    onSuccess: async (_, file) => {
      await queryClient.invalidateQueries({ queryKey: membersQuery(workspace.id).queryKey })
      showToast(file ? 'Your photo is saved.' : 'Your photo is gone.')
    },
  })
  const photoUrl = members?.find(({ id }) => id === memberId)?.photoUrl ?? undefined
  return (
    <SettingsSection title="Photo" lead="Customers and colleagues see it beside what you write. Its middle is kept.">
      <div className="flex flex-wrap items-center gap-3">
        <Avatar name={name} seed={memberId} size="lg" photoUrl={photoUrl} />
        <Button onClick={() => chooser.current?.click()} isBusy={change.isPending}>
          {photoUrl ? 'Another photo' : 'Choose a photo'}
        </Button>
        {photoUrl && (
          <Button variant="link" onClick={() => change.mutate(null)}>
            Remove it
          </Button>
        )}
        <input
          ref={chooser}
          type="file"
          accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
          aria-label="Photo"
          hidden
          onChange={({ target }) => {
            const file = target.files?.[0]
            if (file) change.mutate(file)
            target.value = ''
          }}
        />
      </div>
      {change.isError && (
        <p role="alert" className="text-sm text-danger">
          {explain(change.error)}
        </p>
      )}
    </SettingsSection>
  )
}
