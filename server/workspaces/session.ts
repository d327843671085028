import type { IncomingHttpHeaders } from 'node:http'
import { sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { Agent } from './agent.ts'
import type { SignIn } from './sign-in.ts'

/** Who is signed in, whatever workspace they are looking at. */
export type User = { id: string; name: string; email: string }

/** An agent, and the session by which they came in. */
export type EnteredAgent = { sessionId: string; agent: Agent }

/** The person of a session that stands. */
export const findUser = (db: Database, token: string): Promise<User | undefined> =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .where('sessions.token', '=', token)
    .where('sessions.expiresAt', '>', new Date())
    .select(['users.id', 'users.name', 'users.email'])
    .executeTakeFirst()

/** A session that stands, and its person's active membership in this workspace, if any: one query. */
export async function findSession(
  db: Database,
  token: string,
  workspaceId: string,
): Promise<{ sessionId: string; agent?: Agent } | undefined> {
  const found = await db
    .selectFrom('sessions')
    .leftJoin('members', (join) =>
      join
        .onRef('members.userId', '=', 'sessions.userId')
        .on('members.workspaceId', '=', workspaceId)
        .on('members.deactivatedAt', 'is', null),
    )
    .where('sessions.token', '=', token)
    .where('sessions.expiresAt', '>', new Date())
    .select(['sessions.id as sessionId', 'sessions.userId', 'members.id', 'members.name', 'members.role'])
    .executeTakeFirst()
  if (!found) return undefined
  const { sessionId, userId, id, name, role } = found
  return id && name && role ? { sessionId, agent: { workspaceId, id, userId, name, role } } : { sessionId }
}

/** For a WebSocket, whose handshake no CORS rule guards: only a page of ours, with a session cookie, gets an agent. */
export async function findSocketAgent(
  { signIn, db }: { signIn: SignIn; db: Database },
  headers: IncomingHttpHeaders,
  workspaceId: string,
): Promise<EnteredAgent | undefined> {
  if (!headers.origin || !signIn.isOwnOrigin(headers.origin)) return undefined
  const token = signIn.findSessionToken(headers.cookie)
  const session = token && isUuid(workspaceId) ? await findSession(db, token, workspaceId) : undefined
  return session?.agent && { sessionId: session.sessionId, agent: session.agent }
}

/** Those whose session still stands and who are still active in the same role: one query, however many ask. */
export async function keepValid<Entered extends EnteredAgent>(db: Database, entered: Entered[]): Promise<Set<Entered>> {
  if (entered.length === 0) return new Set()
  const { rows } = await sql<{ position: number }>`
    select asked.position::int as position
    from unnest(
      ${entered.map(({ sessionId }) => sessionId)}::uuid[],
      ${entered.map(({ agent }) => agent.workspaceId)}::uuid[],
      ${entered.map(({ agent }) => agent.role)}::text[]
    ) with ordinality as asked (session_id, workspace_id, role, position)
    join sessions on sessions.id = asked.session_id and sessions.expires_at > ${new Date()}
    join members on members.workspace_id = asked.workspace_id and members.user_id = sessions.user_id
    where members.deactivated_at is null and members.role = asked.role`.execute(db)
  return new Set(rows.flatMap(({ position }) => entered[position - 1] ?? []))
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUuid = (text: string): boolean => UUID.test(text)
