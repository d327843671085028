import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOfShop, nameOf, writerOf } from './sender.ts'

const shop = { mailboxes: new Set(['info@pood.example', 'pood@gmail.com']) }
const person = (address: string, name: string | null = null) => ({ address, name })
const cleo = person('cleo@home.example', 'Cleo')
const mail = { from: cleo, sender: null, replyTo: [], isSenderDoubtful: false }

test('who wrote is From, whoever is to be answered', () => {
  assert.deepEqual(writerOf(mail, shop), { ...cleo, isDoubtful: false })
  assert.deepEqual(writerOf({ ...mail, replyTo: [person('cleo@work.example')] }, shop), { ...cleo, isDoubtful: false })
  assert.deepEqual(writerOf({ ...mail, isSenderDoubtful: true }, shop), { ...cleo, isDoubtful: true })
})

test('of a mail by the shop itself it is Reply-To, by nobody’s word but its own', () => {
  for (const address of ['info@pood.example', 'noreply@pood.example', 'pood@gmail.com']) {
    const form = { ...mail, from: person(address, 'Contact form'), replyTo: [cleo] }
    assert.deepEqual(writerOf(form, shop), { ...cleo, isDoubtful: true }, address)
  }
})

test('at a domain that everybody shares, a neighbour is not the shop', () => {
  const neighbour = person('dan@gmail.com')
  assert.deepEqual(writerOf({ ...mail, from: neighbour, replyTo: [cleo] }, shop), { ...neighbour, isDoubtful: false })
  assert.equal(isOfShop('dan@gmail.com', shop), false)
  assert.equal(isOfShop('bo@pood.example', shop), true)
  assert.equal(isOfShop('bo@pood.example.evil.example', shop), false)
})

test('a colleague who is to be answered at work is themselves', () => {
  const colleague = person('bo@pood.example', 'Bo')
  const { address } = writerOf({ ...mail, from: colleague, replyTo: [person('info@pood.example')] }, shop)
  assert.equal(address, 'bo@pood.example')
})

test('without From it is Sender, or whom SMTP named, and they may be anybody', () => {
  const unsigned = { ...mail, from: null }
  assert.deepEqual(writerOf({ ...unsigned, sender: cleo }, shop), { ...cleo, isDoubtful: true })
  assert.deepEqual(writerOf(unsigned, shop, 'Cleo@Home.example'), {
    name: null,
    address: 'cleo@home.example',
    isDoubtful: true,
  })
  for (const nobody of ['', null])
    assert.deepEqual(writerOf(unsigned, shop, nobody), { name: null, address: null, isDoubtful: true })
})

test('they are called as we know them, as they say, by their address, or nothing', () => {
  assert.equal(nameOf({ name: 'Cleo Kask' }, cleo), 'Cleo Kask')
  assert.equal(nameOf({ name: null }, cleo), 'Cleo')
  assert.equal(nameOf({ name: null }, person('cleo@home.example')), 'cleo@home.example')
  assert.equal(nameOf({ name: null }, { name: null, address: null }), 'Unknown sender')
})
