import { SignJWT } from 'jose'
import type { DemoCustomer } from '#demo/data.ts'
import type { Database } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'

/** What the demo shop does as any shop does: it names its chat channel and signs who its customers are. */
export const demoShop = ({ db, secrets }: { db: Database; secrets: Secrets }) => ({
  channelKey: async () => (await findDemoChannel(db))?.key ?? undefined,
  async signIdentity({ id, name, email, phone, language }: DemoCustomer): Promise<string> {
    const channel = await findDemoChannel(db)
    if (!channel?.identitySecret) throw new Error('The demo shop has no chat channel')
    const secret = secrets.decrypt('identity-secret', channel.identitySecret)
    return new SignJWT({ name, email, email_verified: true, phone, language })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(id)
      .setExpirationTime('12h')
      .sign(new TextEncoder().encode(secret))
  },
})

const findDemoChannel = (db: Database) =>
  db
    .selectFrom('channels')
    .innerJoin('workspaces', 'workspaces.id', 'channels.workspaceId')
    .where('workspaces.isDemo', '=', true)
    .where('channels.kind', '=', 'chat')
    .select(['channels.key', 'channels.identitySecret'])
    .executeTakeFirst()
