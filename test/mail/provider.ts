import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

type Answer = Record<string, string | number>

/**
 * Somebody who keeps mailboxes and lets people agree that others use them: authorisation codes with PKCE (RFC 6749 §4.1,
 * RFC 7636), each code and each refresh token good once. It answers at the paths of Microsoft and of Google.
 */
export async function openProvider(t: TestContext, given: { refreshTokenExpiresIn?: number } = {}) {
  const clientId = 'infolett'
  const clientSecret = randomBytes(12).toString('hex')
  const codes = new Map<string, { challenge: string; redirectUri: string }>()
  const accessTokens = new Set<string>()
  const refreshTokens = new Set<string>()
  let renewals = 0
  let refusal: Answer | undefined
  let isDown = false

  const issue = (): Answer => {
    const [access, refresh] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')]
    accessTokens.add(access)
    refreshTokens.add(refresh)
    return {
      token_type: 'Bearer',
      access_token: access,
      refresh_token: refresh,
      expires_in: 3_600,
      ...(given.refreshTokenExpiresIn ? { refresh_token_expires_in: given.refreshTokenExpiresIn } : {}),
    }
  }

  function answer(asked: URLSearchParams): Answer {
    if (refusal) return refusal
    if (asked.get('client_id') !== clientId || asked.get('client_secret') !== clientSecret)
      return { error: 'invalid_client' }
    if (asked.get('grant_type') === 'refresh_token') {
      if (!refreshTokens.delete(asked.get('refresh_token') ?? '')) return { error: 'invalid_grant' }
      renewals += 1
      return issue()
    }
    const code = codes.get(asked.get('code') ?? '')
    if (!code) return { error: 'invalid_grant' }
    const challenge = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url')
    if (challenge !== code.challenge || asked.get('redirect_uri') !== code.redirectUri)
      return { error: 'invalid_grant' }
    codes.delete(asked.get('code') ?? '')
    return issue()
  }

  const server = createServer(async (request, response) => {
    const place = new URL(request.url ?? '', url)
    if (request.method === 'GET' && /\/authorize$|\/v2\/auth$/.test(place.pathname)) {
      response.setHeader('content-type', 'text/html')
      response.end(askingPage(agree(place).href, goBack(place, { error: 'access_denied' }).href))
      return
    }
    if (request.method === 'GET') {
      response.statusCode = 204
      response.end()
      return
    }
    const asked = new URLSearchParams(await text(request))
    const isToken = request.method === 'POST' && /^\/(common\/oauth2\/v2\.0\/)?token$/.test(request.url ?? '')
    const told = isDown ? { error: 'temporarily_unavailable' } : isToken ? answer(asked) : { error: 'invalid_request' }
    response.statusCode = isDown ? 503 : 'error' in told ? 400 : 200
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(told))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

  const goBack = (place: URL, parameters: Record<string, string>): URL => {
    const back = new URL(place.searchParams.get('redirect_uri') ?? '')
    back.searchParams.set('state', place.searchParams.get('state') ?? '')
    for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value)
    return back
  }

  /** Somebody who was sent here agrees; this is where they are sent back to. */
  function agree(place: URL): URL {
    if (place.searchParams.get('client_id') !== clientId) throw new Error('Nobody knows this client.')
    if (place.searchParams.get('code_challenge_method') !== 'S256') throw new Error('There is no PKCE challenge.')
    const code = randomBytes(16).toString('hex')
    codes.set(code, {
      challenge: place.searchParams.get('code_challenge') ?? '',
      redirectUri: place.searchParams.get('redirect_uri') ?? '',
    })
    return goBack(place, { code })
  }

  return {
    url,
    clientId,
    clientSecret,
    get renewals() {
      return renewals
    },
    isValid: (accessToken: string) => accessTokens.has(accessToken),

    agree,
    decline: (place: URL): URL => goBack(place, { error: 'access_denied' }),

    /** What a stranger gets for a code that they caught. */
    exchange: (parameters: Record<string, string>): Answer =>
      answer(
        new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: clientId,
          client_secret: clientSecret,
          ...parameters,
        }),
      ),

    /** Their owner takes it all back. */
    withdraw() {
      accessTokens.clear()
      refreshTokens.clear()
    },
    refuse(error: string, description: string) {
      refusal = { error, error_description: description }
    },
    breakDown() {
      isDown = true
    },
    recover() {
      isDown = false
    },
  }
}

/** What somebody sees who was sent here. */
const askingPage = (yes: string, no: string): string => {
  const link = (to: string, text: string) => `<p><a href="${to.replaceAll('&', '&amp;')}">${text}</a></p>`
  return `<!doctype html><title>Sign in</title><h1>Infolett wants to read your mail</h1>${link(yes, 'Allow')}${link(no, 'No')}`
}
