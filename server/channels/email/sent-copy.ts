import { buffer } from 'node:stream/consumers'
import type { ImapFlow } from 'imapflow'
import { Type } from 'typebox'
import type { OutboundMessage } from '#conversations/channel.ts'
import { listMessageBodies } from '#conversations/message.ts'
import type { Database, DatabaseConnection } from '#platform/database/database.ts'
import { type Attempt, defineJob, enqueue } from '#platform/jobs.ts'
import { Id } from '#protocol/primitives.ts'
import { composeMail } from './composing/mail.ts'
import { getMailbox, type Mailbox } from './email-channel.ts'
import { connectImap, type ImapTools } from './imap/connecting.ts'
import { type WritingTools, writeLetter } from './writing.ts'

type Tools = ImapTools & Pick<WritingTools, 'files' | 'secrets'>

const MOST_TRIES = 6
/** Imapflow takes a mail in one piece. */
const MOST_BYTES = 64 * 1024 * 1024
/** After this, Microsoft has mostly put its own copy there. */
const MICROSOFT_MILLISECONDS = 60_000

/**
 * Lays a copy of a letter into the mailbox's folder of what was sent, as mail programs do, as well as it can. May run
 * twice: it looks for the Message-ID first.
 */
export const keepSentCopy = defineJob(
  'keep-sent-copy',
  Type.Object({ workspaceId: Id, messageId: Id }),
  async ({ workspaceId, messageId }, tools: Tools & Attempt) => {
    const { db } = tools.connection
    const message = await findMessage(db, workspaceId, messageId)
    if (!message) return
    const mailbox = await getMailbox(db, workspaceId, message.channelId)
    const folder = folderFor(mailbox)
    if (folder === undefined) return
    const letter = await writeLetter({ ...tools, db }, mailbox, message)
    if ('cannot' in letter) return
    const { bytes, stream } = await composeMail(letter, { showsBcc: true })
    if (bytes > MOST_BYTES) return

    const client = await connectImap(tools, mailbox)
    const stop = () => client.close()
    tools.signal.addEventListener('abort', stop, { once: true })
    try {
      if (!(await hasMail(client, folder, letter.messageId)))
        await client.append(folder, await buffer(stream()), ['\\Seen'], letter.date)
    } finally {
      tools.signal.removeEventListener('abort', stop)
      client.close()
    }
  },
)

/** Asks for the copy of a letter that was just sent, where the mailbox wants one and its server makes none itself. */
export async function askForSentCopy(
  { transact }: Pick<DatabaseConnection, 'transact'>,
  mailbox: Mailbox,
  { workspaceId, id: messageId }: OutboundMessage,
): Promise<void> {
  if (folderFor(mailbox) === undefined) return
  const isMicrosoft = mailbox.settings.provider === 'microsoft365'
  await transact((trx) =>
    enqueue(
      trx,
      keepSentCopy,
      { workspaceId, messageId },
      {
        key: `sent copy ${messageId}`,
        maxAttempts: MOST_TRIES,
        runAt: isMicrosoft ? new Date(Date.now() + MICROSOFT_MILLISECONDS) : undefined,
      },
    ),
  )
}

const folderFor = ({ settings: { provider, imap, sentFolder } }: Mailbox): string | undefined =>
  provider === 'gmail' || !imap ? undefined : (sentFolder ?? undefined)

async function hasMail(client: ImapFlow, folder: string, messageId: string): Promise<boolean> {
  // Not only for reading: flags that cannot be set here would be left out of what is laid down.
  await client.mailboxOpen(folder)
  const found = await client.search({ header: { 'message-id': `<${messageId}>` } }, { uid: true })
  return Boolean(found && found.length > 0)
}

async function findMessage(db: Database, workspaceId: string, messageId: string): Promise<OutboundMessage | undefined> {
  const body = (await listMessageBodies(db, [{ workspaceId, id: messageId }])).get(messageId)
  if (!body) return undefined
  const thread = await db
    .selectFrom('threads')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', body.threadId)
    .select(['channelId', 'customerId'])
    .executeTakeFirstOrThrow()
  return { ...body, workspaceId, ...thread }
}
