import { passkeyClient } from '@better-auth/passkey/client'
import { createAuthClient } from 'better-auth/client'
import { ApiProblem, readProblem } from '../problem.ts'

const client = createAuthClient({ basePath: '/api/auth', plugins: [passkeyClient()] })

/** @throws ApiProblem when the person declines, the browser cannot, or the server refuses */
export async function signInWithPasskey(): Promise<void> {
  refuseError(await client.signIn.passkey())
}

/** @throws ApiProblem likewise */
export async function addPasskey(name: string): Promise<void> {
  refuseError(await client.passkey.addPasskey({ name }))
}

type Answer = { error: { status?: number; code?: string; message?: string } | null } | null | undefined

function refuseError(answer: Answer): void {
  if (answer?.error) throw new ApiProblem(readProblem(answer.error.status ?? 400, answer.error))
}
