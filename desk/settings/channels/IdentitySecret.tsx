import { useMutation } from '@tanstack/react-query'
import type { ChannelBody } from '#protocol/channels.ts'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { useWorkspaceId } from '../../workspace/membership.ts'

/** With it the shop's server vouches for who its signed-in customers are. */
export function IdentitySecret({ channel }: { channel: ChannelBody }) {
  const workspaceId = useWorkspaceId()
  const make = useMutation({
    mutationFn: () => api.post<{ secret: string }>(`/workspaces/${workspaceId}/channels/${channel.id}/identity-secret`),
  })
  if (make.data) {
    return (
      <div className="flex flex-col gap-4">
        <p>Put it where your shop's server keeps its secrets, never into a page. It is not shown again.</p>
        <CopyField label="Identity secret" text={make.data.secret} />
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <p>
        Your shop's server signs with this secret who is signed in there (a JWT, HS256). Then the chat window knows the
        customer by name, and nobody can pose as another.
      </p>
      <p>A new secret takes the place of the old one at once: what the old one signed is no longer believed.</p>
      {make.error && (
        <p role="alert" className="text-sm text-danger">
          {explain(make.error)}
        </p>
      )}
      <Button variant="primary" className="self-start" isBusy={make.isPending} onClick={() => make.mutate()}>
        Make a new secret
      </Button>
    </div>
  )
}
