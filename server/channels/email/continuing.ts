import { sql } from 'kysely'
import { Type } from 'typebox'
import type { OutboundMessage } from '#conversations/channel.ts'
import { allInWords } from '#conversations/content.ts'
import { tellContinued } from '#conversations/continuing.ts'
import { selectMessages, toMessageBody } from '#conversations/message.ts'
import { noteReport } from '#conversations/reported.ts'
import type { Database, DatabaseConnection } from '#platform/database/database.ts'
import { type Attempt, defineJob, enqueue } from '#platform/jobs.ts'
import { Id } from '#protocol/primitives.ts'
import { automaticWords } from './composing/automatic-words.ts'
import { findWords } from './composing/wording.ts'
import { sendByMail } from './delivery.ts'
import { listMailboxes, type Mailbox } from './email-channel.ts'

const ThreadRef = Type.Object({ workspaceId: Id, threadId: Id })
type SendingTools = Parameters<typeof sendByMail>[0]

/** A visitor who is still there sees the answer sooner. */
const UNSEEN_MILLISECONDS = 5 * 60_000
/** What is older was not written just now: the server was away, or somebody connected a mailbox today. */
const FORGOTTEN_MILLISECONDS = 7 * 24 * 60 * 60 * 1000

/** Some time after an answer in a chat it is looked whether it was seen; each further answer begins that time anew. */
export const askToContinue = (
  { transact }: Pick<DatabaseConnection, 'transact'>,
  { workspaceId, threadId }: Pick<OutboundMessage, 'workspaceId' | 'threadId'>,
): Promise<void> =>
  transact((trx) =>
    enqueue(
      trx,
      continueByEmail,
      { workspaceId, threadId },
      { key: `continue ${threadId}`, runAt: new Date(Date.now() + UNSEEN_MILLISECONDS) },
    ),
  )

/**
 * Sends answers that their customer has not seen in the chat by e-mail, all in one, if we know an address. An answer to
 * it comes back into the same thread. May run twice: what went out is not sent again; if the server ends between sending
 * and writing that down, the second mail has the same Message-ID.
 */
export const continueByEmail = defineJob(
  'continue-by-email',
  ThreadRef,
  async (
    thread,
    { connection, sending, signal }: { connection: DatabaseConnection; sending: SendingTools } & Attempt,
  ) => {
    const { db, transact } = connection
    const { workspaceId } = thread
    const mailbox = await findSendingMailbox(db, workspaceId)
    const unseen = mailbox ? await listUnseen(db, thread) : []
    const last = unseen.at(-1)
    if (!mailbox || !last) return
    const place = await findReader(db, thread)
    if (!place) return
    const { words, language } = findWords(place.language, place.customerLanguage, place.shopLanguage)
    const ours = automaticWords[language] ?? automaticWords.en
    const letter: OutboundMessage = {
      ...toMessageBody(last),
      workspaceId,
      channelId: mailbox.channelId,
      customerId: place.customerId,
      subject: words.aboutYourMessage(place.shop),
      text: [
        ours?.unseen(place.shop),
        ...unseen.map((message) => allInWords(toMessageBody(message))),
        ours?.answerHere,
      ].join('\n\n'),
      envelope: { from: null, replyTo: [], to: [{ name: place.name, address: place.address }], cc: [], bcc: [] },
    }
    const messageIds = unseen.map(({ id }) => id)
    const receipt = await sendByMail(sending, mailbox, letter, { signal, filesOf: messageIds })
    if (receipt.state === 'failed')
      return transact((trx) => noteReport(trx, { workspaceId, messageId: last.id, what: 'not-continued' }))
    await transact(async (trx) => {
      const rows = messageIds.map((messageId) => ({ workspaceId, messageId, mailedAs: last.id, mailedAt: new Date() }))
      await trx
        .insertInto('continuedMessages')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await tellContinued(trx, { workspaceId, messageIds })
    })
  },
)

/** The first mailbox that sends. */
export async function findSendingMailbox(db: Database, workspaceId: string): Promise<Mailbox | undefined> {
  const mailboxes = await listMailboxes(db, { workspaceId })
  return mailboxes.find(({ settings, pausedAt }) => settings.smtp !== null && pausedAt === null)
}

/** What people or the bot wrote after the last that the customer has seen or said, oldest first. */
const listUnseen = (db: Database, { workspaceId, threadId }: { workspaceId: string; threadId: string }) =>
  selectMessages(
    db
      .selectFrom('messages')
      .where('messages.workspaceId', '=', workspaceId)
      .where('messages.threadId', '=', threadId)
      .where('messages.kind', '=', 'outbound')
      .where('messages.isAutomatic', '=', false)
      .where('messages.deliveryState', 'in', ['sent', 'delivered'])
      .where('messages.sentAt', '>', new Date(Date.now() - FORGOTTEN_MILLISECONDS))
      .where(
        sql<boolean>`messages.id > greatest(
          (select customer_read_message_id from threads where threads.workspace_id = messages.workspace_id
            and threads.id = messages.thread_id),
          (select id from messages said where said.workspace_id = messages.workspace_id
            and said.thread_id = messages.thread_id and said.kind = 'inbound' order by id desc limit 1),
          '00000000-0000-0000-0000-000000000000')`,
      )
      .where(
        sql<boolean>`not exists (select from continued_messages sent where sent.workspace_id = messages.workspace_id
          and sent.message_id = messages.id)`,
      ),
  )
    .orderBy('messages.id')
    .limit(50)
    .execute()

/** Where the customer of this thread reads mail: an address of theirs, proven or only left, unless all this is spam. */
async function findReader(db: Database, { workspaceId, threadId }: { workspaceId: string; threadId: string }) {
  const row = await db
    .selectFrom('threads')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.workspaceId', '=', 'threads.workspaceId')
        .onRef('conversations.id', '=', 'threads.conversationId'),
    )
    .innerJoin('customers', (join) =>
      join.onRef('customers.workspaceId', '=', 'threads.workspaceId').onRef('customers.id', '=', 'threads.customerId'),
    )
    .innerJoin('workspaces', 'workspaces.id', 'threads.workspaceId')
    .where('threads.workspaceId', '=', workspaceId)
    .where('threads.id', '=', threadId)
    .where('conversations.status', '<>', 'spam')
    .select(['threads.customerId', 'customers.name', 'conversations.language'])
    .select([
      'customers.language as customerLanguage',
      'workspaces.name as shop',
      'workspaces.language as shopLanguage',
    ])
    .select(
      sql<string | null>`(select value from customer_identities identity
        where identity.workspace_id = threads.workspace_id and identity.customer_id = threads.customer_id
          and identity.kind = 'email' order by is_verified desc, id desc limit 1)`.as('address'),
    )
    .executeTakeFirst()
  return row?.address ? { ...row, address: row.address } : undefined
}
