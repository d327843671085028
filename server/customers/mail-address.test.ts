import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDesk } from '#test/desk.ts'
import { findOrMakeCustomerByEmail } from './mail-address.ts'

const cleo = { address: 'cleo@mail.example', name: 'Cleo Kask', isVerified: true }

test('who writes from the same address is the same customer, also when two mails come at once', async (t) => {
  const { transact, workspace } = await openDesk(t, { runsJobs: false })
  const arrives = (from = cleo) => transact((trx) => findOrMakeCustomerByEmail(trx, workspace.id, from))

  const customers = await Promise.all([arrives(), arrives(), arrives(), arrives()])

  assert.equal(new Set(customers.map(({ id }) => id)).size, 1)
  assert.deepEqual(await arrives({ ...cleo, name: 'Somebody else' }), customers[0])
  assert.notEqual((await arrives({ ...cleo, address: 'leo@mail.example' })).id, customers[0]?.id)
})

test('a customer of another workspace is nobody here', async (t) => {
  const { transact, workspace, opensWorkspace } = await openDesk(t, { runsJobs: false })
  const other = await opensWorkspace('Kase pood')
  const here = await transact((trx) => findOrMakeCustomerByEmail(trx, workspace.id, cleo))
  const there = await transact((trx) => findOrMakeCustomerByEmail(trx, other.id, cleo))
  assert.notEqual(here.id, there.id)
})

test('a sender who may be forged never becomes the customer whose address it is', async (t) => {
  const { transact, workspace } = await openDesk(t, { runsJobs: false })
  const arrives = (isVerified: boolean) =>
    transact((trx) => findOrMakeCustomerByEmail(trx, workspace.id, { ...cleo, isVerified }))

  const real = await arrives(true)
  const doubtful = await arrives(false)

  assert.notEqual(doubtful.id, real.id)
  assert.equal((await arrives(false)).id, doubtful.id)
  assert.equal((await arrives(true)).id, real.id)
})

test('a claim made in a chat is not proof: who writes from that address is somebody else until it is proven', async (t) => {
  const { transact, workspace, db } = await openDesk(t, { runsJobs: false })
  const claimant = await transact(async (trx) => {
    const made = await findOrMakeCustomerByEmail(trx, workspace.id, { ...cleo, isVerified: false })
    await trx
      .insertInto('customerIdentities')
      .values({
        workspaceId: workspace.id,
        customerId: made.id,
        kind: 'shop_account',
        value: '1001',
        isVerified: true,
        createdAt: new Date(),
      })
      .execute()
    return made
  })

  const writer = await transact((trx) => findOrMakeCustomerByEmail(trx, workspace.id, cleo))
  const doubtful = await transact((trx) => findOrMakeCustomerByEmail(trx, workspace.id, { ...cleo, isVerified: false }))

  assert.equal(new Set([claimant.id, writer.id, doubtful.id]).size, 3)
  const { count } = await db
    .selectFrom('customers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  assert.equal(count, 3)
})

test('a name is learned from the first mail that has one, and desks hear of it', async (t) => {
  const { ada, transact, workspace } = await openDesk(t, { runsJobs: false })
  const desk = await ada.desk()
  const nameless = await transact((trx) => findOrMakeCustomerByEmail(trx, workspace.id, { ...cleo, name: null }))
  assert.equal(nameless.name, null)

  const named = await transact((trx) => findOrMakeCustomerByEmail(trx, workspace.id, cleo))

  assert.deepEqual(named, { ...nameless, name: 'Cleo Kask' })
  assert.equal((await desk.hearsOf('customer.changed')).customerId, named.id)
})
