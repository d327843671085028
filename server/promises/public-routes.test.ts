import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { PublicPromiseBody } from '#protocol/promises.ts'
import { ask, expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { hoursWith } from '#test/shop.ts'

const anywhere = { origin: 'https://shop.example' }

test('any page may read what the shop promises, and keep it for a moment', async (t) => {
  const { ada, url, channel, workspace } = await openDesk(t)
  const contact = { contactEmail: 'abi@pihlaka.example', contactPhone: '+372 555 1234' }
  assert.equal((await ada.asks('PATCH', '', contact)).status, 200)

  const answer = await ask('GET', `${url}/api/public/channels/${channel.key}/promise`, anywhere)
  const promise = expectBody(answer, PublicPromiseBody)
  assert.deepEqual(promise.contact, { email: 'abi@pihlaka.example', phone: '+372 555 1234' })
  assert.equal(promise.lead, 'message')
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=15')
  assert.equal(answer.headers.get('access-control-allow-origin'), '*')
  assert.equal(answer.headers.get('set-cookie'), null)

  const byWorkspace = await ask('GET', `${url}/api/public/workspaces/${workspace.id}/promise`, anywhere)
  assert.deepEqual(expectBody(byWorkspace, PublicPromiseBody), promise)
})

test('who has it already is told only that it holds, until something changes', async (t) => {
  const { ada, url, channel } = await openDesk(t)
  const asks = (tag?: string) =>
    ask('GET', `${url}/api/public/channels/${channel.key}/promise`, {
      ...anywhere,
      ...(tag && { 'if-none-match': tag }),
    })
  const tag = (await asks()).headers.get('etag') ?? ''
  assert.match(tag, /^"\S+"$/)

  for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
    const again = await asks(known)
    assert.equal(again.status, 304)
    assert.equal(again.headers.get('etag'), tag)
    assert.deepEqual(again.body, Buffer.alloc(0))
  }
  assert.equal((await asks('"other"')).status, 200)
  await ada.asks('PUT', '/opening-hours', hoursWith('Jõulud'))
  const changed = await asks(tag)
  assert.equal(changed.status, 200)
  assert.equal(expectBody(changed, PublicPromiseBody).hasHours, true)
})

test('of a channel or workspace that is not there, nothing is said', async (t) => {
  const { url, ada } = await openDesk(t)

  for (const path of ['channels/nosuchchannel', `workspaces/${randomUUID()}`])
    expectProblem(await ask('GET', `${url}/api/public/${path}/promise`, anywhere), 404, 'channel-not-found')
  expectProblem(await ada.asks('PATCH', '', { contactPhone: 'call me' }), 400, 'invalid-input')
  expectProblem(await ada.asks('PATCH', '', { contactEmail: 'nobody' }), 400, 'invalid-input')
})
