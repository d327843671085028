import { sql } from 'kysely'
import type { DatabaseConnection, Transaction } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import { enqueue } from '#platform/jobs.ts'
import type { Secrets } from '#platform/secrets.ts'
import { followAnswers } from '#promises/deriving.ts'
import { loadDemoConversations } from './data.ts'
import { openChannels } from './seed/channels.ts'
import { holdConversations } from './seed/conversations.ts'
import { makeCustomers } from './seed/customers.ts'
import { blockSpammer } from './seed/letters.ts'
import { placeOrders } from './seed/orders.ts'
import { attachPhotos } from './seed/photos.ts'
import { type Scene, setScene } from './seed/scene.ts'
import { stageConversations } from './seed/staging.ts'
import { showVisits } from './seed/visits.ts'
import { openWorkplace } from './seed/workplace.ts'

/** Any number will do, so long as all servers take the same one: only one seeds. */
const SEED_LOCK = 4_763_293

type SeedingTools = {
  connection: DatabaseConnection
  files: Files
  secrets: Secrets
  /** Where this server is reached: visitors' pages are there. */
  url: string
  say: (sentence: string) => void
}

/** Makes the demo workspace, once, as if its newest message had come a few minutes before `now`. */
export async function seedDemo(tools: SeedingTools, now = new Date()): Promise<void> {
  await tools.connection.transact(async (trx) => {
    await sql`select pg_advisory_xact_lock(${SEED_LOCK})`.execute(trx)
    const made = await trx.selectFrom('workspaces').where('isDemo', '=', true).select('id').executeTakeFirst()
    if (made) return
    tools.say('Filling the demo workspace with a Tuesday afternoon ...')
    await seed(trx, tools, setScene(now))
  })
}

async function seed(trx: Transaction, { files, secrets, url }: SeedingTools, scene: Scene): Promise<void> {
  const conversations = stageConversations(loadDemoConversations(), scene.now)
  const workplace = await openWorkplace(trx, scene, conversations.length)
  const channels = await openChannels(trx, scene, workplace.owner, secrets)
  const customers = await makeCustomers(trx, scene, conversations)
  await placeOrders(trx, scene, customers, conversations)
  const stories = await holdConversations(trx, { scene, workplace, channels, customers }, secrets, conversations)
  await attachPhotos(trx, files, stories)
  await showVisits(trx, { scene, channels, customers, conversations }, url)
  await blockSpammer(trx, scene, workplace)
  await trx.insertInto('events').values(scene.events).execute()
  // So that it is known at once how long an answer takes.
  await enqueue(trx, followAnswers, {})
}
