import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Entrance } from '../ui/Entrance.tsx'
import { meQuery } from '../workspace/queries.ts'

/** Signed in, but working nowhere. */
export function NoWorkspace() {
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  return (
    <Entrance
      title="You do not work in any workspace"
      lead={`You are signed in as ${me?.user.email ?? 'nobody'}. Ask a colleague who is owner or admin for an invitation, and open its link in this browser.`}
    >
      <Button
        className="self-start"
        onClick={() => api.post('/auth/sign-out').then(() => navigate({ to: '/sign-in' }))}
      >
        Sign out
      </Button>
    </Entrance>
  )
}
