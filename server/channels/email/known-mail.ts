import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { readMessageId } from './addresses.ts'
import type { Mail } from './mail/mail.ts'

/** Mails that we had before, and mails that we wrote. */
export type KnownMails = {
  /** The message of one that came before, if it became one; undefined: it did not come. */
  cameAs(mail: Pick<Mail, 'key'>): { messageId: string | null } | undefined
  /** The message of ours that has this mail's Message-ID. */
  sentAs(mail: Pick<Mail, 'externalId'>): string | undefined
}

export async function readKnownMails(
  trx: Transaction,
  secrets: Pick<Secrets, 'sign'>,
  workspaceId: string,
  mails: Pick<Mail, 'key' | 'externalId'>[],
): Promise<KnownMails> {
  const externalIds = mails.map(({ externalId }) => externalId)
  const signedId = (externalId: string) => readMessageId(secrets, externalId)?.messageId
  const { rows } = await sql<{ how: 'key' | 'id' | 'externalId'; value: string; messageId: string | null }>`
    select 'key' as how, encode(mail_key, 'hex') as value, message_id from mails
    where workspace_id = ${workspaceId} and mail_key = any(${mails.map(({ key }) => key)}::bytea[])
      and state in ('received', 'report', 'own')
    union all
    select 'id', id::text, id from messages
    where workspace_id = ${workspaceId} and id = any(${externalIds.flatMap((id) => signedId(id) ?? [])}::uuid[])
      and kind = 'outbound'
    union all
    select 'externalId', external_id, id from messages
    where workspace_id = ${workspaceId} and external_id = any(${externalIds}::text[]) and kind = 'outbound'`.execute(
    trx,
  )
  const found = new Map(rows.map(({ how, value, messageId }) => [`${how} ${value}`, { messageId }]))
  return {
    cameAs: ({ key }) => found.get(`key ${key.toString('hex')}`),
    sentAs: ({ externalId }) =>
      (found.get(`id ${signedId(externalId)}`) ?? found.get(`externalId ${externalId}`))?.messageId ?? undefined,
  }
}
