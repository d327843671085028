import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { deriveSecrets } from '#platform/secrets.ts'
import { messageIdOf, plusAddressOf, readMessageId, readPlusAddress } from './addresses.ts'

const secrets = deriveSecrets('a secret that is only used in tests')
const others = deriveSecrets('a secret of another server')
const workspaceId = randomUUID()

test('our Message-IDs lead back to the message, whatever mail servers do to them', () => {
  fc.assert(
    fc.property(fc.uuid(), (messageId) => {
      const ours = messageIdOf(secrets, { workspaceId, messageId, domain: 'shop.example' })
      for (const given of [ours, `<${ours}>`, ours.toUpperCase()])
        assert.deepEqual(readMessageId(secrets, given), { messageId })
    }),
  )
})

test('sending a message again is the same mail', () => {
  const message = { workspaceId, messageId: randomUUID(), domain: 'shop.example' }
  assert.equal(messageIdOf(secrets, message), messageIdOf(secrets, message))
  assert.match(messageIdOf(secrets, message), /^[0-9a-v]{42}@shop\.example$/)
})

test('nobody else makes an id or an address of ours', () => {
  const id = randomUUID()
  const messageId = messageIdOf(secrets, { workspaceId, messageId: id, domain: 'shop.example' })
  const address = plusAddressOf(secrets, 'info@shop.example', { threadId: id })

  assert.equal(readMessageId(others, messageId), undefined)
  assert.equal(readPlusAddress(others, address), undefined)
  for (const [index, letter] of [...messageId.slice(0, 42)].entries()) {
    const touched = `${messageId.slice(0, index)}${letter === 'a' ? 'b' : 'a'}${messageId.slice(index + 1)}`
    assert.equal(readMessageId(secrets, touched), undefined)
  }
})

test('a Message-ID is no plus-address, and the other way round', () => {
  const id = randomUUID()
  const [token] = messageIdOf(secrets, { workspaceId, messageId: id, domain: 'shop.example' }).split('@')
  const plus = plusAddressOf(secrets, 'info@shop.example', { threadId: id })

  assert.equal(readPlusAddress(secrets, `info+${token}@shop.example`), undefined)
  assert.equal(readMessageId(secrets, plus.slice('info+'.length)), undefined)
})

test('a plus-address leads back to the thread and is short enough for every mail server', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.stringMatching(/^[a-z][a-z.+-]{0,40}$/), (threadId, name) => {
      const address = plusAddressOf(secrets, `${name}@shop.example`, { threadId })
      assert.ok(address.lastIndexOf('@') <= 64)
      if (name.length <= 21) assert.deepEqual(readPlusAddress(secrets, address.toUpperCase()), { threadId })
      else assert.equal(address, `${name}@shop.example`)
    }),
  )
})

test('whatever else is written as an id or an address is not ours', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.emailAddress(), fc.stringMatching(/^[0-9a-z+@]{38,50}$/)), (text) => {
      assert.equal(readMessageId(secrets, text), undefined)
      assert.equal(readPlusAddress(secrets, text), undefined)
    }),
  )
})
