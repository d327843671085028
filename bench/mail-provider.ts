import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { MailServer } from '#protocol/email.ts'
import { makeCertificate } from '../test/mail/authority.ts'
import { openConsent } from '../test/mail/consent.ts'
import { prepareDovecot } from '../test/mail/dovecot.ts'
import { findFreePorts } from './server.ts'

/** What keeps this machine from having a provider of its own; undefined: nothing. */
export function whyNoProvider(): string | undefined {
  if (!existsSync('/usr/sbin/dovecot')) return 'there is no Dovecot here (apt-get install dovecot-imapd).'
  return process.geteuid?.() === 0 ? undefined : 'only root may start a Dovecot that has mailboxes.'
}

/** A real Dovecot with one mailbox, gone afterwards. */
export async function startProvider(address: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'))
  // Dovecot runs as users of its own.
  await chmod(folder, 0o755)
  const [port = 0, tlsPort = 0] = await findFreePorts(2)
  const certificate = await makeCertificate(folder)
  const consent = await openConsent()
  const { introspectionUrl } = consent
  const authSocket = path.join(folder, 'auth')
  const dovecot = await prepareDovecot({ folder, port, tlsPort, certificate, introspectionUrl, authSocket })
  const end = () => void dovecot.stop()
  process.once('exit', end)
  await dovecot.start()
  const password = crypto.randomUUID()
  await dovecot.addUser(address, password)
  await dovecot.doveadm('mailbox', 'status', '-u', address, 'messages', 'INBOX')
  const imap: MailServer = {
    host: '127.0.0.1',
    port,
    security: 'starttls',
    user: address,
    certificateAuthority: certificate.ca,
  }
  return {
    imap,
    password,
    /** In this order, as if each had just come. */
    async laysDown(mails: Buffer[]): Promise<void> {
      const place = path.join(dovecot.boxes, address, 'new')
      await mkdir(place, { recursive: true })
      for (const [number, raw] of mails.entries()) {
        const file = path.join(place, `${Math.floor(Date.now() / 1_000)}.M${String(number).padStart(6, '0')}.bench`)
        await writeFile(file, raw, { mode: 0o666 })
        await chmod(file, 0o666)
      }
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', end)
      consent.close()
      await dovecot.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
