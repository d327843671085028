import { domainToASCII } from 'node:url'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Database } from '#platform/database/database.ts'
import { type Attempt, defineJob } from '#platform/jobs.ts'
import type { Secrets } from '#platform/secrets.ts'
import { Id } from '#protocol/primitives.ts'
import { messageIdOf, plusAddressOf } from '../email/addresses.ts'
import type { Letter } from '../email/composing/letter.ts'
import { composeMail } from '../email/composing/mail.ts'
import { findWords, sayDate } from '../email/composing/wording.ts'
import { findSendingMailbox } from '../email/continuing.ts'
import type { Mailbox } from '../email/email-channel.ts'
import type { Submitter } from '../email/submitting.ts'
import { linkExpiry, writeLink } from './conversation-link.ts'
import type { ThreadTools } from './threads.ts'
import { writeTranscript } from './transcript.ts'
import { visitorWords } from './visitor-words.ts'

const VisitorMailRef = Type.Object({ workspaceId: Id, mailId: Id })

type MailTools = ThreadTools & { submitter: Submitter; secrets: Secrets; url: () => string }

/**
 * Sends a transcript or a link that a visitor asked for. May run twice: what was sent stays sent; if the server ends
 * between sending and writing that down, the second mail has the same Message-ID.
 */
export const sendVisitorMail = defineJob(
  'send-visitor-mail',
  VisitorMailRef,
  async ({ workspaceId, mailId }, { signal, ...tools }: MailTools & Attempt) => {
    const { db, submitter } = tools
    const mail = await findUnsent(db, workspaceId, mailId)
    const mailbox = mail && (await findSendingMailbox(db, workspaceId))
    if (!mail || !mailbox) return
    const letter = await writeLetter(tools, mailbox, mail)
    await submitter.submit(mailbox, await composeMail(letter), { envelopeId: mailId, signal })
    await db
      .updateTable('visitorMails')
      .set({ sentAt: new Date() })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', mailId)
      .execute()
  },
)

type VisitorMail = NonNullable<Awaited<ReturnType<typeof findUnsent>>>

/** Undefined also when the thread has become somebody else's meanwhile. */
const findUnsent = (db: Database, workspaceId: string, mailId: string) =>
  db
    .selectFrom('visitorMails as mail')
    .innerJoin('threads', (join) =>
      join
        .onRef('threads.workspaceId', '=', 'mail.workspaceId')
        .onRef('threads.id', '=', 'mail.threadId')
        .onRef('threads.customerId', '=', 'mail.customerId'),
    )
    .innerJoin('customers', (join) =>
      join.onRef('customers.workspaceId', '=', 'mail.workspaceId').onRef('customers.id', '=', 'mail.customerId'),
    )
    .innerJoin('channels', (join) =>
      join.onRef('channels.workspaceId', '=', 'threads.workspaceId').onRef('channels.id', '=', 'threads.channelId'),
    )
    .innerJoin('workspaces', 'workspaces.id', 'mail.workspaceId')
    .where('mail.workspaceId', '=', workspaceId)
    .where('mail.id', '=', mailId)
    .where('mail.sentAt', 'is', null)
    .select(['mail.workspaceId', 'mail.id', 'mail.kind', 'mail.threadId', 'mail.customerId', 'mail.address'])
    .select(['mail.language', 'mail.askedAt', 'threads.channelId', 'channels.settings', 'customers.name'])
    .select(['workspaces.name as shop', 'workspaces.language as shopLanguage', 'workspaces.timeZone'])
    .select(
      sql<string | null>`(select id from messages where messages.workspace_id = threads.workspace_id
        and messages.thread_id = threads.id and kind = 'outbound' and messages.sent_at <= mail.asked_at
        order by id desc limit 1)`.as('answerId'),
    )
    .executeTakeFirst()

/** The same each time, down to its date. */
async function writeLetter(tools: MailTools, mailbox: Mailbox, mail: VisitorMail): Promise<Letter> {
  const { settings, address } = mailbox
  const { workspaceId, threadId, shop, timeZone } = mail
  const { language, words } = findWords(mail.language, mail.shopLanguage)
  const ours = visitorWords(language)
  const domain = domainToASCII(address.slice(address.lastIndexOf('@') + 1))
  const from = { name: settings.senderName ?? shop, address }
  const wayBack = settings.hasPlusAddresses ? plusAddressOf(tools.secrets, address, { threadId }) : address
  const idOf = (messageId: string) => messageIdOf(tools.secrets, { workspaceId, messageId, domain })
  const isLink = mail.kind === 'link'
  const text = isLink
    ? writeLinkText(tools, mail, language)
    : `${ours.transcriptBegins(shop)}\n\n${await writeTranscript(tools, mail, { ours, words })}`
  return {
    messageId: idOf(mail.id),
    inReplyTo: null,
    // So that an answer finds its way back into the thread.
    references: mail.answerId === null ? [] : [idOf(mail.answerId)],
    returnAddress: address,
    from,
    replyTo: wayBack === address ? null : { name: from.name, address: wayBack },
    to: [{ name: mail.name, address: mail.address }],
    cc: [],
    bcc: [],
    subject: isLink ? ours.link(shop) : ours.transcript(shop),
    date: mail.askedAt,
    isAutomatic: true,
    language,
    timeZone,
    text,
    signature: settings.signature ?? shop,
    history: [],
    look: { shop, accent: null },
    files: [],
  }
}

function writeLinkText({ secrets, url }: MailTools, mail: VisitorMail, language: string): string {
  const { words } = findWords(language)
  const { linkBegins, linkEnds, linkIsYours } = visitorWords(language)
  const expiresAt = linkExpiry(mail.askedAt)
  return [
    linkBegins(mail.shop),
    `${url()}/c/${writeLink(secrets, { ...mail, expiresAt })}`,
    linkEnds(sayDate(words, expiresAt, mail.timeZone)),
    linkIsYours,
  ].join('\n\n')
}
