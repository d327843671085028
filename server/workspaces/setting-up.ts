import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { makeUser, type NewUser } from './account.ts'
import type { Agent } from './agent.ts'
import { makeMember } from './member.ts'
import { alreadySetUp, wrongSetUpToken } from './problems.ts'
import { makeWorkspace, type NewWorkspace } from './workspace.ts'

/** Any number will do, so long as all servers take the same one. */
const SET_UP_LOCK = 4_763_292

const PURPOSE = 'set-up'
const SUBJECT = 'first workspace'

/** Printed at start while it is needed; the same at every start, so that a link already opened stays good. */
export const makeSetUpToken = (secrets: Pick<Secrets, 'sign'>): string => secrets.sign(PURPOSE, SUBJECT)

/** Whether nobody has made a workspace of their own yet. */
export async function isSetUpNeeded(db: Database): Promise<boolean> {
  const made = await db.selectFrom('workspaces').where('isDemo', '=', false).select('id').limit(1).executeTakeFirst()
  return made === undefined
}

type SetUp = { token: string; owner: Required<NewUser>; workspace: NewWorkspace }

/**
 * Makes the first real workspace and its owner. Of two who try at once, one succeeds.
 * @throws wrongSetUpToken, alreadySetUp
 */
export async function setUp(
  trx: Transaction,
  secrets: Pick<Secrets, 'verify'>,
  { token, owner, workspace }: SetUp,
): Promise<Agent> {
  if (!secrets.verify(PURPOSE, SUBJECT, token)) throw wrongSetUpToken()
  await sql`select pg_advisory_xact_lock(${SET_UP_LOCK})`.execute(trx)
  if (!(await isSetUpNeeded(trx))) throw alreadySetUp()

  const { id: workspaceId } = await makeWorkspace(trx, workspace)
  const user = await makeUser(trx, owner)
  return makeMember(trx, { workspaceId, userId: user.id, name: user.name, role: 'owner' })
}
