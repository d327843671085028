import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { createServer } from 'node:tls'
import type { Certificate } from './authority.ts'

/**
 * Stands before an IMAP server, and breaks off whenever somebody asks for the text of a mail that it stumbles over, as
 * servers do with a damaged one.
 */
export async function standBefore(imapPort: number, certificate: Certificate, stumblesOver: (uid: number) => boolean) {
  const [key, cert] = await Promise.all(
    [certificate.keyFile, certificate.certificateFile].map((file) => readFile(file)),
  )
  const server = createServer({ key, cert }, (client) => {
    const upstream = connect({ host: '127.0.0.1', port: imapPort })
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    client.on('data', (chunk: Buffer) => {
      const [, uids] = /UID FETCH ([\d,]+) \([^)]*BODY/.exec(chunk.toString()) ?? []
      if (uids?.split(',').some((uid) => stumblesOver(Number(uid)))) end()
      else upstream.write(chunk)
    })
    upstream.on('data', (chunk) => client.write(chunk))
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, close: () => void server.close() }
}
