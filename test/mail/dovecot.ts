import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Certificate } from './authority.ts'
import { createDaemon, type Daemon } from './daemon.ts'

export type Dovecot = Daemon & {
  /** The folder with a folder a mailbox. */
  boxes: string
  configuration: string
  addUser(address: string, password: string): Promise<void>
  doveadm(...args: string[]): Promise<string>
}

type Options = {
  folder: string
  port: number
  tlsPort: number
  certificate: Certificate
  introspectionUrl: string
  /** Where Postfix asks about passwords. */
  authSocket: string
}

const run = promisify(execFile)

/** An IMAP server with passwords and OAuth, whose mail lies as files under `boxes`. */
export async function prepareDovecot(options: Options): Promise<Dovecot> {
  const { folder, port } = options
  const configuration = path.join(folder, 'dovecot.conf')
  const users = path.join(folder, 'users')
  const boxes = path.join(folder, 'box')
  await mkdir(boxes)
  await mkdir(path.join(folder, 'home'))
  await run('chown', ['mail:mail', boxes, path.join(folder, 'home')])
  await mkdir(users)
  // Its program that delivers, run as another user, writes there too.
  await writeFile(path.join(folder, 'dovecot.log'), '')
  await chmod(path.join(folder, 'dovecot.log'), 0o666)
  await writeFile(path.join(folder, 'oauth2.conf'), oauth(options.introspectionUrl))
  await writeFile(configuration, configure(options))
  const daemon = createDaemon({
    program: 'dovecot',
    args: ['-F', '-c', configuration],
    port,
    explain: () => readFile(path.join(folder, 'dovecot.log'), 'utf8'),
  })
  return {
    ...daemon,
    boxes,
    configuration,
    // A file each: Dovecot looks at one that it knows only once a second.
    addUser: (address, password) => writeFile(path.join(users, address), `${address}:{PLAIN}${password}\n`),
    doveadm: async (...args) => (await run('doveadm', ['-c', configuration, ...args])).stdout,
  }
}

const configure = ({ folder, port, tlsPort, certificate, authSocket }: Options): string => `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl_cert = <${certificate.certificateFile}
ssl_key = <${certificate.keyFile}
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
mail_max_userip_connections = 100
mail_location = maildir:${folder}/box/%u
first_valid_uid = 1
first_valid_gid = 1
namespace inbox {
  inbox = yes
  separator = /
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}
passdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users/%u
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${folder}/home/%u
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service auth {
  unix_listener ${authSocket} {
    mode = 0666
  }
  unix_listener auth-userdb {
    mode = 0666
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`

const oauth = (introspectionUrl: string): string => `
introspection_url = ${introspectionUrl}
introspection_mode = post
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
`
