import path from 'node:path'
import { Readable } from 'node:stream'
import { listMailboxes, type Mailbox } from '#channels/email/email-channel.ts'
import { keepMail } from '#channels/email/keeping.ts'
import type { MailParser } from '#channels/email/mail/parsing.ts'
import type { Submitter } from '#channels/email/submitting.ts'
import type { PostedLetter } from '#demo/post/letter.ts'
import { openPostOffice } from '#demo/post/post-office.ts'
import { demoMailServer } from '#demo/stores.ts'
import type { Database, DatabaseConnection } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'

type Tools = { connection: DatabaseConnection; files: Files; parser: MailParser; dataFolder: string }

const MOST_BYTES = 1024 * 1024

/**
 * Sends the mail of the demo workspace nowhere: its customers are made up, and read it on a page of the demo shop. What
 * they answer comes in like any mail that was handed to us.
 */
export function openDemoPost({ connection, files, parser, dataFolder }: Tools) {
  const { db, transact } = connection
  const office = openPostOffice({ folder: path.join(dataFolder, 'demo-post'), parser })
  return {
    list: office.list,
    find: office.find,
    headOf: office.headOf,
    isOpen: async () => (await findMailbox(db)) !== undefined,
    /** A customer's mail reaches the shop. */
    async handIn(mail: Buffer, from: string): Promise<PostedLetter | undefined> {
      const mailbox = await findMailbox(db)
      if (!mailbox) return undefined
      const { workspaceId, channelId, address } = mailbox
      const original = await files.store(Readable.from([mail]), { maxBytes: MOST_BYTES })
      const envelope = { from, to: [address] }
      await transact((trx) =>
        keepMail(trx, { workspaceId, channelId, item: null, envelope, original, arrivedAt: new Date() }),
      )
      return office.keep(Readable.from([mail]), { way: 'to-shop', people: [from] })
    },
    /** Hands to mail servers what is not the demo's. */
    instead: (servers: Submitter): Submitter => ({
      ...servers,
      async submit(mailbox, mail, submission) {
        if (!(await isDemos(db, mailbox))) return servers.submit(mailbox, mail, submission)
        await office.keep(mail.stream(), { way: 'to-customer', people: mail.envelope.to })
        return { state: 'taken', refused: [] }
      },
    }),
  }
}

/** The demo shop's, unless somebody has given it a sending server of its own. */
async function findMailbox(db: Database): Promise<Mailbox | undefined> {
  const demo = await db.selectFrom('workspaces').where('isDemo', '=', true).select('id').executeTakeFirst()
  const mailboxes = demo ? await listMailboxes(db, { workspaceId: demo.id }) : []
  return mailboxes.find(sendsByDemo)
}

const isDemos = async (db: Database, mailbox: Mailbox): Promise<boolean> =>
  sendsByDemo(mailbox) &&
  (await db
    .selectFrom('workspaces')
    .where('id', '=', mailbox.workspaceId)
    .where('isDemo', '=', true)
    .select('id')
    .executeTakeFirst()) !== undefined

const sendsByDemo = ({ settings }: Mailbox): boolean => settings.smtp?.host === demoMailServer
