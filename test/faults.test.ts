import assert from 'node:assert/strict'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { findProcessStart, listWorkersOf } from '#platform/database/embedded-processes.ts'
import { CloseCode } from '#protocol/socket.ts'
import { openBusyShop } from './faults/busy-shop.ts'
import { countDeliveries, findDeliveryState, openDatabase, proveGapless, proveStoredOnce } from './faults/proofs.ts'
import { findPostgres, until } from './infolett.ts'

/** So many more acknowledged messages mean that it works again. */
const A_WHILE = 80

test('whichever process is killed under load, nothing acknowledged is lost, doubled or left undelivered', {
  timeout: 180_000,
}, async (t) => {
  const shop = await openBusyShop(t)
  const { folder, desk, visitors } = shop
  await shop.isBusyFor(A_WHILE)

  const interrupted = await shop.holdsUpDelivery()
  await shop.killsServer()
  await shop.starts()
  await shop.isBusyFor(A_WHILE)

  const killed = await shop.killsPostgres()
  await until(async () => (await findPostgres(folder)) !== killed)
  await shop.isBusyFor(A_WHILE)

  await Promise.all([shop.killsPostgres(), shop.killsServer()])
  await shop.starts()
  await shop.isBusyFor(A_WHILE)

  await shop.restsFromWriting()
  await until(() => visitors.every(({ heldCount }) => heldCount === 0))
  const sql = await openDatabase(folder)
  await until(async () => (await countDeliveries(sql)) === 0)
  await proveStoredOnce(sql, shop)
  await proveGapless(sql, shop)
  assert.equal(
    await findDeliveryState(sql, interrupted),
    'sent',
    'a delivery that died with its server is taken up again',
  )
  await sql.end()

  const before = new Map([desk, ...visitors].map(({ closeCodes }) => [closeCodes, closeCodes.length]))
  const startedAt = Date.now()
  const { code, complained } = await shop.endsServer()
  assert.deepEqual({ code, complained }, { code: 0, complained: '' })
  assert.ok(Date.now() - startedAt < 10_000, 'Ctrl-C ends everything within seconds')
  for (const [closeCodes, count] of before) {
    await until(() => closeCodes.length > count)
    assert.equal(closeCodes[count], CloseCode.goingAway)
  }
  for (const pid of shop.pids) assert.equal(await findProcessStart(pid), undefined, 'every process has ended')
  assert.deepEqual(await listWorkersOf(path.join(await realpath(folder), 'postgres')), [])
})
