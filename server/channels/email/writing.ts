import { domainToASCII } from 'node:url'
import { sql } from 'kysely'
import type { OutboundMessage } from '#conversations/channel.ts'
import type { Database } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { MailAddress } from '#protocol/conversations.ts'
import { answerSubject } from '#protocol/subjects.ts'
import { messageIdOf, plusAddressOf } from './addresses.ts'
import type { Letter, LetterFile } from './composing/letter.ts'
import { findWords } from './composing/wording.ts'
import type { Mailbox } from './email-channel.ts'
import { quotableFor, readHistory, readReferences } from './history.ts'
import { signatureOf } from './signatures.ts'

export type WritingTools = { db: Database; files: Files; secrets: Pick<Secrets, 'sign'> }

/** A letter that cannot be written, and why, for the agent. */
export type Unwritten = { cannot: string }

/** The letter that a message becomes when it leaves by this mailbox; each time the same. */
export async function writeLetter(
  tools: WritingTools,
  mailbox: Mailbox,
  message: OutboundMessage,
  filesOf = [message.id],
): Promise<Letter | Unwritten> {
  const { db, secrets } = tools
  const { workspaceId, threadId } = message
  const circumstances = await readCircumstances(db, message)
  const history = await readHistory(db, { workspaceId, threadId, before: message.id })
  const recipients = recipientsOf(message, circumstances)
  if (recipients.to.length + recipients.cc.length + recipients.bcc.length === 0)
    return { cannot: 'There is no address to send this to. Add the customer’s e-mail address, then try again.' }
  const files = await findFiles(tools, message, filesOf)
  if ('cannot' in files) return files

  const { settings, address } = mailbox
  const domain = domainToASCII(address.slice(address.lastIndexOf('@') + 1))
  const { language, words } = findWords(
    circumstances.language,
    circumstances.customerLanguage,
    circumstances.shopLanguage,
  )
  const wayBack = settings.hasPlusAddresses ? plusAddressOf(secrets, address, { threadId }) : address
  const from = { name: settings.senderName ?? senderOf(message, circumstances.shop), address }
  return {
    messageId: messageIdOf(secrets, { workspaceId, messageId: message.id, domain }),
    ...(await readReferences(db, secrets, { workspaceId, domain, history })),
    returnAddress: wayBack,
    from,
    replyTo: wayBack === address ? null : { name: from.name, address: wayBack },
    ...recipients,
    subject: message.subject ?? (answerSubject(circumstances.subject) || words.aboutYourMessage(circumstances.shop)),
    date: new Date(message.sentAt),
    isAutomatic: message.isAutomatic || message.author.kind === 'bot' || message.author.kind === 'system',
    language,
    timeZone: circumstances.timeZone,
    text: message.text,
    signature: signatureOf({
      member: circumstances.signature,
      channel: settings.signature,
      shop: circumstances.shop,
    }),
    history:
      settings.quotesHistory === false
        ? []
        : quotableFor(history, {
            customerId: message.customerId,
            customerAddresses: circumstances.customerAddresses,
            to: recipients.to.map((one) => one.address),
          }),
    look: { shop: circumstances.shop, accent: circumstances.accent },
    files,
  }
}

type Circumstances = Awaited<ReturnType<typeof readCircumstances>>

const readCircumstances = (db: Database, { workspaceId, conversationId, customerId, author }: OutboundMessage) =>
  db
    .selectFrom('conversations')
    .innerJoin('workspaces', 'workspaces.id', 'conversations.workspaceId')
    .innerJoin('customers', (join) =>
      join.onRef('customers.workspaceId', '=', 'conversations.workspaceId').on('customers.id', '=', customerId),
    )
    .leftJoin('members', (join) =>
      join
        .onRef('members.workspaceId', '=', 'conversations.workspaceId')
        .on('members.id', '=', author.kind === 'member' ? author.id : null),
    )
    .where('conversations.workspaceId', '=', workspaceId)
    .where('conversations.id', '=', conversationId)
    .select(['conversations.subject', 'conversations.language', 'members.signature'])
    .select(['workspaces.name as shop', 'workspaces.language as shopLanguage', 'workspaces.timeZone'])
    .select(['customers.name as customerName', 'customers.language as customerLanguage'])
    .select([
      // The surest first.
      sql<
        string[]
      >`array(select value from customer_identities identity where identity.workspace_id = customers.workspace_id
        and identity.customer_id = customers.id and identity.kind = 'email' order by is_verified desc, id)`.as(
        'customerAddresses',
      ),
      sql<string | null>`(select settings->>'accent' from channels where channels.workspace_id = workspaces.id
        and channels.kind = 'chat' and settings->>'accent' is not null order by id limit 1)`.as('accent'),
    ])
    .executeTakeFirstOrThrow()

/** Whom its author named; else the customer. */
function recipientsOf(
  { envelope }: OutboundMessage,
  { customerName, customerAddresses }: Circumstances,
): { to: MailAddress[]; cc: MailAddress[]; bcc: MailAddress[] } {
  if (envelope) return { to: envelope.to, cc: envelope.cc, bcc: envelope.bcc }
  return { to: customerAddresses.slice(0, 1).map((address) => ({ name: customerName, address })), cc: [], bcc: [] }
}

/** As people know it from other shops: who writes, and for whom. */
const senderOf = ({ author }: OutboundMessage, shop: string): string =>
  author.kind === 'system' || author.name === shop ? shop : `${author.name} (${shop})`

async function findFiles(
  { db, files }: WritingTools,
  { workspaceId }: OutboundMessage,
  filesOf: string[],
): Promise<LetterFile[] | Unwritten> {
  const attachments = await db
    .selectFrom('attachments')
    .where('workspaceId', '=', workspaceId)
    .where('messageId', 'in', filesOf)
    .select(['name', 'mediaType', 'bytes', 'sha256'])
    .orderBy('messageId')
    .orderBy('position')
    .execute()
  for (const { name, sha256 } of attachments)
    if (!(await files.has(sha256))) return { cannot: `The file “${name}” is missing on this server. Attach it again.` }
  return attachments.map(({ sha256, ...file }) => ({ ...file, path: files.pathOf(sha256) }))
}
