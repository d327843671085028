import { newVisitor, visitorToken } from '#customers/visitor.ts'
import { deriveSecrets } from '#platform/secrets.ts'
import { BENCH_SECRET, type ServerProcess } from './server.ts'

/** A workspace with its owner signed in, made as people make it: by the set-up link. */
export type Workspace = { id: string; cookie: string; channelKey: string }

export async function setUpWorkspace({ url, setUpToken }: ServerProcess): Promise<Workspace> {
  const owner = { name: 'Ada', email: 'ada@shop.example', password: crypto.randomUUID() }
  const answer = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token: setUpToken, workspaceName: 'Shop', language: 'en', timeZone: 'UTC', ...owner }),
  })
  const { workspaceId } = await bodyOf(answer)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const { channels } = await bodyOf(
    await fetch(`${url}/api/workspaces/${workspaceId}/channels`, { headers: { cookie } }),
  )
  return { id: workspaceId, cookie, channelKey: channels[0].key }
}

// biome-ignore lint/suspicious/noExplicitAny: the API's own answers, whose form its tests hold.
async function bodyOf(answer: Response): Promise<any> {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

/** Tokens as the session route gives them, without asking it so many times. */
export function makeVisitorTokens(workspaceId: string, count: number): string[] {
  const secrets = deriveSecrets(BENCH_SECRET)
  return Array.from({ length: count }, () => visitorToken(secrets, newVisitor(workspaceId)))
}
