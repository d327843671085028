import type { EmailSettings } from '#protocol/email.ts'
import { type GivenPasswords, isSameServer } from './connecting.ts'
import type { TriedSignIn } from './connection-test.ts'
import { type Mailbox, SignInNeeded, type SignInTools, signInFor } from './email-channel.ts'

type Tried = Pick<EmailSettings, 'signIn' | 'imap' | 'smtp'>
type Given = GivenPasswords & { settings: Tried; known: Mailbox | undefined }

/** What to try a mailbox with: what was given just now, else what is stored for the very same server. */
export async function signInsFor(tools: SignInTools, given: Given): Promise<{ imap: TriedSignIn; smtp: TriedSignIn }> {
  return { imap: await signInAt(tools, given, 'imap'), smtp: await signInAt(tools, given, 'smtp') }
}

async function signInAt(
  tools: SignInTools,
  { settings, known, password, outgoingPassword }: Given,
  door: 'imap' | 'smtp',
): Promise<TriedSignIn> {
  const server = settings[door]
  if (!server) return { missing: 'There is no server to try.' }
  const own = door === 'smtp' ? outgoingPassword : undefined
  const pass = own ?? (settings.signIn === 'password' ? password : undefined)
  if (pass) return { user: server.user, pass }
  if (!known) return { missing: settings.signIn === 'oauth' ? 'Sign in at the provider first.' : 'Enter the password.' }
  if (!isSameServer(known.settings[door], server))
    return { missing: `Enter the password again: the stored one is for ${known.settings[door]?.host ?? 'no server'}.` }
  try {
    return { ...(await signInFor(tools, known, door)), user: server.user }
  } catch (error) {
    if (error instanceof SignInNeeded) return { missing: error.message }
    throw error
  }
}
