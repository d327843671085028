import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

/** Where Dovecot asks whose an access token is (OAuth 2.0 Token Introspection, RFC 7662). */
export async function openConsent() {
  const holders = new Map<string, string>()
  const server = createServer(async (request, response) => {
    const token = new URLSearchParams(await text(request)).get('token') ?? ''
    const username = holders.get(token)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(username ? { active: true, username } : { active: false }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    introspectionUrl: `http://127.0.0.1:${port}/introspect`,
    grant: (token: string, address: string) => void holders.set(token, address),
    revoke: (token: string) => void holders.delete(token),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
