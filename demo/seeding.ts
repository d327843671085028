import { sql } from 'kysely'
import { createChannel, rotateIdentitySecret } from '#channels/channel.ts'
import type { DatabaseConnection, Transaction } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { makeUser } from '#workspaces/account.ts'
import { makeMember } from '#workspaces/member.ts'
import { makeWorkspace } from '#workspaces/workspace.ts'

/** Any number will do, so long as all servers take the same one: only one seeds. */
const SEED_LOCK = 4_763_293

type SeedingTools = { connection: DatabaseConnection; secrets: Secrets; say: (sentence: string) => void }

/** Makes the demo workspace, once. */
export async function seedDemo({ connection, secrets, say }: SeedingTools): Promise<void> {
  await connection.transact(async (trx) => {
    await sql`select pg_advisory_xact_lock(${SEED_LOCK})`.execute(trx)
    const made = await trx.selectFrom('workspaces').where('isDemo', '=', true).select('id').executeTakeFirst()
    if (made) return
    say('Filling the demo workspace with a Tuesday afternoon ...')
    await seed(trx, secrets)
  })
}

async function seed(trx: Transaction, secrets: Secrets): Promise<void> {
  const { id: workspaceId } = await makeWorkspace(trx, { name: 'Pihlaka pood', language: 'et', timeZone: 'Europe/Tallinn', isDemo: true })
  const user = await makeUser(trx, { name: 'Marta', email: 'marta@pihlaka.example' })
  const owner = await makeMember(trx, { workspaceId, userId: user.id, name: 'Marta', role: 'owner' })
  const channel = await createChannel(trx, owner, { kind: 'chat', name: 'Pihlaka pood', settings: {} })
  await rotateIdentitySecret(trx, owner, channel.id, secrets)
}
