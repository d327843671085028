import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Certificate } from './authority.ts'
import { createDaemon, type Daemon } from './daemon.ts'

export const LOCAL_DOMAINS = ['shop.test', 'home.test']

type Options = {
  folder: string
  port: number
  tlsPort: number
  certificate: Certificate
  /** Of Dovecot, whose program lays mail into the mailboxes. */
  deliveryConfiguration: string
  /** Answers the tables `boxes`, `relays` and `routes`. */
  tablesSocket: string
}

export type Postfix = Daemon & {
  /** Tries at once what waits to be tried again. */
  flush(): Promise<void>
  /** How many mails it still has to hand on. */
  queueLength(): Promise<number>
  log(): Promise<string>
}

/** The place under the queue folder where Postfix asks about passwords. */
export const authSocketIn = (folder: string): string => path.join(folder, 'postfix', 'queue', 'dovecot-auth')

const run = promisify(execFile)

/**
 * A mail server that takes mail for our mailboxes from anybody, and from who signs in mail to all the world; what it
 * cannot deliver there comes back as a bounce.
 */
export async function preparePostfix(options: Options): Promise<Postfix> {
  const folder = path.join(options.folder, 'postfix')
  const etc = path.join(folder, 'etc')
  for (const place of ['etc', 'queue', 'data']) await mkdir(path.join(folder, place), { recursive: true })
  await run('chown', ['postfix', path.join(folder, 'data')])
  await writeFile(path.join(etc, 'main.cf'), configure(options, folder))
  await writeFile(path.join(etc, 'master.cf'), services(options))
  await run('postfix', ['-c', etc, 'check'])
  const log = () => readFile(path.join(options.folder, 'postfix.log'), 'utf8').catch(() => '')
  const daemon = createDaemon({
    // Not `postfix start-fg`, which stands between us and the program that we have to end.
    program: path.join((await run('postconf', ['-dh', 'daemon_directory'])).stdout.trim(), 'master'),
    args: ['-c', etc, '-d'],
    port: options.port,
    explain: log,
  })
  return {
    ...daemon,
    log,
    flush: async () => void (await run('postqueue', ['-c', etc, '-f'])),
    queueLength: async () => (await run('postqueue', ['-c', etc, '-j'])).stdout.split('\n').filter(Boolean).length,
  }
}

const configure = ({ folder, certificate, tablesSocket }: Options, own: string): string => `
compatibility_level = 3.6
queue_directory = ${own}/queue
data_directory = ${own}/data
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.shop.test
mydestination =
mynetworks =
local_recipient_maps =
alias_maps =
alias_database =
recipient_delimiter = +
message_size_limit = 70000000
mailbox_size_limit = 0
virtual_mailbox_domains = ${LOCAL_DOMAINS.join(', ')}
virtual_mailbox_maps = socketmap:unix:${tablesSocket}:boxes
virtual_transport = dovecot
dovecot_destination_recipient_limit = 1
relay_domains = socketmap:unix:${tablesSocket}:relays
transport_maps = socketmap:unix:${tablesSocket}:routes
default_transport = outside
relay_transport = smtp
smtp_tls_security_level = may
smtpd_tls_cert_file = ${certificate.certificateFile}
smtpd_tls_key_file = ${certificate.keyFile}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = dovecot-auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_client_connection_count_limit = 0
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
bounce_queue_lifetime = 1h
`

const services = ({ port, tlsPort, deliveryConfiguration }: Options): string => `
127.0.0.1:${port} inet n - n - - smtpd
127.0.0.1:${tlsPort} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
outside unix - n n - - pipe
  user=mail argv=/bin/sh -c { echo 5.1.2 There is no way out of this test; exit 68 }
dovecot unix - n n - - pipe
  flags=DRhu user=mail argv=/usr/lib/dovecot/dovecot-lda -c ${deliveryConfiguration} -f \${sender} -a \${original_recipient} -d \${user}@\${domain}
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`
