import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { promisify } from 'node:util'

const root = path.join(import.meta.dirname, '../..')
const corpus = (name: string) => path.join(root, 'server/channels/email/mail/corpus', name)
const parse = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['bin/infolett', 'mail', 'parse', ...args], { cwd: root })

test('a mail file is printed as JSON', async () => {
  const { stdout } = await parse(corpus('001-plain-ascii.eml'), '--json')

  const mail = JSON.parse(stdout)
  assert.deepEqual(Object.keys(mail).slice(0, 14), [
    'messageId',
    'from',
    'to',
    'cc',
    'replyTo',
    'subject',
    'date',
    'text',
    'html',
    'replyText',
    'attachments',
    'autoSubmitted',
    'references',
    'language',
  ])
  assert.equal(mail.messageId, 'plain-ascii@klient.example')
})

test('a mail from standard input is printed for people', async () => {
  const child = spawn(process.execPath, ['bin/infolett', 'mail', 'parse', '-'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  createReadStream(corpus('105-reply-gmail-en.eml')).pipe(child.stdin)

  const said = await text(child.stdout)

  assert.match(said, /^From: +Mari Maasikas <mari@klient\.example>$/m)
  assert.match(said, /^Thanks, when will it be here\?$/m)
})

test('a file that is not there is said to be so', async () => {
  await assert.rejects(parse('nowhere.eml', '--json'), {
    code: 1,
    stderr: 'There is no file "nowhere.eml" that can be read.\n',
  })
})
