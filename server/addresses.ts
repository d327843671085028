import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { Settings } from '#platform/settings.ts'
import { isSetUpNeeded, makeSetUpToken } from '#workspaces/setting-up.ts'
import type { SignIn } from '#workspaces/sign-in.ts'

type AddressTools = {
  url: string
  settings: Settings
  connection: DatabaseConnection
  secrets: Secrets
  signIn: SignIn
}

/** Where to go from here. Nobody has a default password: the links to the demo desk and the set-up hold secrets. */
export async function listAddresses({ url, settings, connection, secrets, signIn }: AddressTools): Promise<string[]> {
  const lines = ['', `Infolett is ready at ${url}`, '']
  const demoOwner = settings.wantsDemo ? await findDemoOwner(connection) : undefined
  if (demoOwner) {
    lines.push(`  Demo shop with the chat window   ${url}/demo`)
    lines.push(`  Demo desk (signs in once)        ${await signIn.createSignInLink(demoOwner.email)}`)
  } else {
    lines.push(`  Desk                             ${url}/desk`)
  }
  if (await isSetUpNeeded(connection.db)) {
    lines.push(`  Set up your own workspace        ${url}/desk/set-up#${makeSetUpToken(secrets)}`)
  }
  return [...lines, '', 'Stop with Ctrl-C.', '']
}

const findDemoOwner = ({ db }: DatabaseConnection) =>
  db
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspaceId')
    .innerJoin('users', 'users.id', 'members.userId')
    .where('workspaces.isDemo', '=', true)
    .where('members.role', '=', 'owner')
    .where('members.deactivatedAt', 'is', null)
    .select('users.email')
    .executeTakeFirst()
