import { isDatabaseAway } from '#platform/database/away.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { noteArrival } from './imap/reading.ts'
import { type HandedMail, keepMails, mailboxesOf } from './keeping.ts'

/** Most letters of one transaction; a letter may be for several mailboxes. */
const MOST_TOGETHER = 100

type Waiting = { mails: HandedMail[]; resolve: () => void; reject: (reason: unknown) => void }

/** Writes a letter into the ledger, once for each mailbox it is for; resolves once that is on disk. */
export type KeepHanded = (mails: HandedMail[]) => Promise<void>

/** One transaction for all the letters that came while the one before was being written. */
export function keepTogether({ transact }: Pick<DatabaseConnection, 'transact'>): KeepHanded {
  const waiting: Waiting[] = []
  let isBusy = false

  async function drain(): Promise<void> {
    if (isBusy) return
    isBusy = true
    while (waiting.length > 0) await keepBatch(waiting.splice(0, MOST_TOGETHER))
    isBusy = false
  }

  async function keepBatch(batch: Waiting[]): Promise<void> {
    try {
      await transact(async (trx) => {
        const mails = batch.flatMap((letter) => letter.mails)
        await keepMails(trx, mails)
        for (const mailbox of mailboxesOf(mails)) await noteArrival(trx, mailbox)
      })
      for (const { resolve } of batch) resolve()
    } catch (reason) {
      // A mailbox that is gone meanwhile must not spoil the letters for others.
      if (batch.length === 1 || isDatabaseAway(reason)) for (const { reject } of batch) reject(reason)
      else for (const letter of batch) await keepBatch([letter])
    }
  }

  return (mails) =>
    new Promise((resolve, reject) => {
      waiting.push({ mails, resolve, reject })
      void drain()
    })
}
