import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../api.ts'
import { explain } from '../problem.ts'
import { Button } from '../ui/Button.tsx'
import { Entrance } from '../ui/Entrance.tsx'
import { showToast } from '../ui/toast.ts'
import { meQuery } from '../workspace/queries.ts'

/** Signed in, but working nowhere. */
export function NoWorkspace() {
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  const signOut = useMutation({
    mutationFn: () => api.post('/auth/sign-out'),
    onSuccess: () => navigate({ to: '/sign-in' }),
    onError: (error) => showToast(explain(error), { isFailure: true }),
  })
  return (
    <Entrance
      title="You do not work in any workspace"
      lead={`You are signed in as ${me?.user.email ?? 'nobody'}. Ask a colleague who is owner or admin for an invitation, and open its link in this browser.`}
    >
      <Button className="self-start" isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out
      </Button>
    </Entrance>
  )
}
