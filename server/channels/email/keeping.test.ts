import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { openTestDatabase } from '#test/database.ts'
import { makeMailbox } from '#test/mailbox.ts'
import { makeWorkspace } from '#workspaces/workspace.ts'
import { type HandedMail, keepMail } from './keeping.ts'

const item = { folder: 'INBOX', uidValidity: 1, uid: 7 }

test('an item at the provider is kept once, whoever reads the mailbox again', async (t) => {
  const { keeps, countMails } = await openMailroom(t)

  assert.notEqual(await keeps({ item }), 'known')
  assert.equal(await keeps({ item }), 'known')
  assert.equal(await countMails(), 1)
})

test('the same number in another folder, or after the folder was made anew, is another item', async (t) => {
  const { keeps, countMails } = await openMailroom(t)

  await keeps({ item })
  await keeps({ item: { ...item, folder: 'Junk' } })
  await keeps({ item: { ...item, uidValidity: 2 } })

  assert.equal(await countMails(), 3)
})

test('what comes by SMTP is kept each time, with whom it came from and went to', async (t) => {
  const { db, keeps } = await openMailroom(t)
  const envelope = { from: 'cleo@home.example', to: ['key@mail.example', 'other@mail.example'] }

  await keeps({ item: null, envelope })
  await keeps({ item: null, envelope })

  const kept = await db.selectFrom('mails').select(['envelopeFrom', 'envelopeTo', 'state']).execute()
  const one = { envelopeFrom: envelope.from, envelopeTo: envelope.to, state: 'kept' }
  assert.deepEqual(kept, [one, one])
})

test('one job waits for all mails of a mailbox', async (t) => {
  const { keeps, countJobs } = await openMailroom(t)

  for (const uid of [1, 2, 3]) await keeps({ item: { ...item, uid } })

  assert.equal(await countJobs(), 1)
})

test('a mail whose keeping is undone was never kept', async (t) => {
  const { transact, mail, countMails, countJobs } = await openMailroom(t)

  await assert.rejects(
    transact(async (trx) => {
      await keepMail(trx, mail)
      throw new Error('The disk is full')
    }),
  )

  assert.equal(await countMails(), 0)
  assert.equal(await countJobs(), 0)
})

async function openMailroom(t: TestContext) {
  const { db, pool, transact } = await openTestDatabase(t)
  const { workspaceId, channelId } = await transact(async (trx) => {
    const { id } = await makeWorkspace(trx, { name: 'Pihlaka pood', language: 'en', timeZone: 'Europe/Tallinn' })
    return makeMailbox(trx, id, 'info@pood.example')
  })
  const original = { sha256: createHash('sha256').update('mail').digest(), bytes: 4 }
  const mail: HandedMail = { workspaceId, channelId, item, original, arrivedAt: new Date() }
  return {
    db,
    transact,
    mail,
    keeps: (given: Partial<HandedMail>) => transact((trx) => keepMail(trx, { ...mail, ...given })),
    countMails: async () => (await db.selectFrom('mails').select('id').execute()).length,
    countJobs: async () => (await pool.query('select from graphile_worker.jobs')).rowCount,
  }
}
