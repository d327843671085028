import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AttachmentBody, DeliveryState, MessageBody } from '#protocol/conversations.ts'
import { takenUp } from './taking-up.ts'

const mari = { name: 'Mari', address: 'mari@home.example' }
const envelope = { from: null, replyTo: [], to: [mari], cc: [], bcc: [] }

test('what was taken back stands above what was written meanwhile, with its envelope and files', () => {
  const draft = takenUp(letter('withdrawn'), { text: 'And:', attachments: [file('b')] })
  assert.deepEqual(draft, {
    text: 'It comes today.\nAnd:',
    attachments: [file('a'), file('b')],
    letter: { people: { to: [mari], cc: [], bcc: [] }, subject: 'Re: Lost parcel' },
  })
})

test('the files of a letter that failed stay with it', () => {
  assert.deepEqual(takenUp(letter('failed'), { text: '', attachments: [] }).attachments, [])
})

test('a chat message has no envelope to take up', () => {
  assert.equal('letter' in takenUp({ ...letter('failed'), envelope: null }, { text: '', attachments: [] }), false)
})

function letter(state: DeliveryState): MessageBody {
  return {
    id: 'm1',
    conversationId: 'c',
    threadId: 't',
    revision: 1,
    kind: 'outbound',
    author: { kind: 'member', id: 'ada', name: 'Ada' },
    subject: 'Re: Lost parcel',
    text: 'It comes today.',
    foldedText: null,
    hasHtml: false,
    hasOriginal: false,
    isAutomatic: false,
    envelope,
    attachments: [file('a')],
    delivery: { state, failure: null, undoUntil: null },
    clientId: null,
    sentAt: '2026-11-20T09:00:00.000Z',
  }
}

function file(id: string): AttachmentBody {
  return {
    id,
    name: `${id}.pdf`,
    mediaType: 'application/pdf',
    bytes: 1,
    width: null,
    height: null,
    url: `/files/${id}`,
    thumbnailUrl: null,
    isInline: false,
    isProgram: false,
  }
}
