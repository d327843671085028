import { randomBytes } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { hashToken, type Secrets } from '#platform/secrets.ts'
import { Id } from '#protocol/primitives.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { sendAgain } from './connecting.ts'
import {
  getMailbox,
  lockMailbox,
  type Mailbox,
  markFailing,
  markWorking,
  readSecrets,
  sealSecrets,
} from './email-channel.ts'
import type { Consents, Granted } from './oauth.ts'
import { consentNeedsBrowser, consentNotOffered, consentNotValid } from './problems.ts'

const PATIENCE_MILLISECONDS = 10 * 60 * 1_000

const Asked = Type.Object({
  workspaceId: Id,
  channelId: Id,
  memberId: Id,
  session: Type.String(),
  pkceSeed: Type.String(),
  until: Type.Integer(),
})
/** Who asked a provider to be let into which mailbox, and from which session. */
export type Asked = Type.Static<typeof Asked>

/** Where the browser goes to agree. @throws mailboxNotFound, consentNotOffered, consentNeedsBrowser */
export async function askForConsent(
  { db, secrets, consents }: Pick<DatabaseConnection, 'db'> & { secrets: Pick<Secrets, 'sign'>; consents: Consents },
  agent: Agent,
  { channelId, sessionToken }: { channelId: string; sessionToken: string | undefined },
): Promise<string> {
  const { address, settings } = await getMailbox(db, agent.workspaceId, channelId)
  if (!consents.findRegistration(settings.provider)) throw consentNotOffered()
  if (!sessionToken) throw consentNeedsBrowser()
  const pkceSeed = randomBytes(24).toString('base64url')
  const asked: Asked = {
    workspaceId: agent.workspaceId,
    channelId,
    memberId: agent.id,
    session: hashToken(sessionToken).toString('base64url'),
    pkceSeed,
    until: Date.now() + PATIENCE_MILLISECONDS,
  }
  const told = Buffer.from(JSON.stringify(asked)).toString('base64url')
  const state = `${told}.${secrets.sign(PURPOSE, told)}`
  return consents.urlFor(settings.provider, { state, pkceSeed, address })
}

const PURPOSE = 'mail-consent'

/** What we asked, once it comes back; `undefined` when it took too long. @throws consentNotValid when we never asked it */
export function readState(secrets: Pick<Secrets, 'verify'>, state: string): { asked: Asked; isLate: boolean } {
  const [told = '', mac = ''] = state.split('.')
  if (!secrets.verify(PURPOSE, told, mac)) throw consentNotValid()
  const asked: unknown = JSON.parse(Buffer.from(told, 'base64url').toString())
  if (!Value.Check(Asked, asked)) throw consentNotValid()
  return { asked, isLate: asked.until < Date.now() }
}

export const isSameSession = ({ session }: Asked, sessionToken: string): boolean =>
  session === hashToken(sessionToken).toString('base64url')

type TakingTools = Pick<DatabaseConnection, 'db' | 'transact'> & {
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>
  consents: Consents
}

/** Exchanges the code for tokens and keeps them. What is refused becomes the mailbox's failure. @throws mailboxNotFound */
export async function takeConsent(
  { db, transact, secrets, consents }: TakingTools,
  agent: Agent,
  { channelId, pkceSeed, code }: { channelId: string; pkceSeed: string; code: string },
): Promise<'given' | 'refused'> {
  const { settings } = await getMailbox(db, agent.workspaceId, channelId)
  const answer = await consents.grant(settings.provider, { code, pkceSeed })
  return transact(async (trx) => {
    const mailbox = await lockMailbox(trx, agent.workspaceId, channelId)
    if ('refused' in answer) {
      // Whoever comes back twice with the same code is refused too, and has what they wanted.
      if (!readSecrets(secrets, mailbox).consent) await markFailing(trx, mailbox, answer.refused)
      return 'refused'
    }
    await trx
      .updateTable('mailboxes')
      .set(withConsent(mailbox, answer, secrets))
      .where('workspaceId', '=', agent.workspaceId)
      .where('channelId', '=', channelId)
      .execute()
    await markWorking(trx, mailbox)
    await sendAgain(trx, mailbox)
    await record(trx, {
      type: 'channel.consent-given',
      workspaceId: agent.workspaceId,
      actor: asActor(agent),
      data: { channelId },
    })
    return 'given'
  })
}

/** From now on it is signed in to by token; a password that it had is forgotten. */
function withConsent(mailbox: Mailbox, granted: Granted, secrets: Pick<Secrets, 'encrypt' | 'decrypt'>) {
  const { consentExpiresAt, ...consent } = granted
  const { outgoingPassword } = readSecrets(secrets, mailbox)
  return {
    settings: JSON.stringify({ ...mailbox.settings, signIn: 'oauth' }),
    secrets: sealSecrets(secrets, { outgoingPassword, consent }),
    consentExpiresAt,
  }
}
