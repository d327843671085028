import type { Database } from '#platform/database/database.ts'
import { createLog } from '#platform/log.ts'
import { deriveSecrets, loadSecret } from '#platform/secrets.ts'
import { readSettings } from '#platform/settings.ts'
import { createSignIn } from '#workspaces/sign-in.ts'
import { openDatabase } from './database.ts'

/** For the owner who lost password and second factor: whoever may run this on the server may come in. */
export async function printSignInLink([email]: string[]): Promise<void> {
  if (!email) throw new Error('Say whose link: npx infolett sign-in-link EMAIL')
  const settings = readSettings(process.env)
  await using database = await openDatabase(settings)
  const { db } = database.connection
  const member = await findMember(db, email)
  if (!member) throw new Error(`No active member has the address ${email}.`)

  const secrets = deriveSecrets(await loadSecret(settings.dataFolder, settings.secret))
  const url = settings.url ?? `http://localhost:${settings.port}`
  const signIn = createSignIn({ db, secrets, url: () => url, log: createLog('silent') })
  console.log(await signIn.createSignInLink(member.email))
  console.error('It signs in once, within 24 hours.')
}

const findMember = (db: Database, email: string) =>
  db
    .selectFrom('users')
    .innerJoin('members', 'members.userId', 'users.id')
    .where('members.deactivatedAt', 'is', null)
    .where('users.email', '=', email.toLowerCase())
    .select('users.email')
    .executeTakeFirst()
