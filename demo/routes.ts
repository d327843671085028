import staticFiles from '@fastify/static'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { DemoCustomer } from './data.ts'
import { type Post, postRoutes } from './post/routes.ts'
import { renderShopPage } from './shop.ts'
import { findShopper, type Language, type Visitor } from './visitor.ts'

type DemoOptions = {
  /** The chat channel of the demo workspace; `undefined` until there is one. */
  channelKey: () => Promise<string | undefined>
  /** A JWT by which the chat knows this customer. */
  signIdentity: (customer: DemoCustomer) => Promise<string>
  /** Customers' mailboxes; left out: the shop shows none. */
  post?: Post
}

const languageCookie = 'pihlaka_language'
const customerCookie = 'pihlaka_customer'

/** The demo shop under /demo. */
export const demoRoutes: FastifyPluginAsync<DemoOptions> = async (app, { channelKey, signIdentity, post }) => {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)))
  })

  await app.register(staticFiles, {
    root: new URL('./assets/', import.meta.url),
    prefix: '/demo/assets/',
    decorateReply: false,
    index: false,
    maxAge: '7d',
  })

  const hidden = { schema: { hide: true } }
  app.get('/demo', hidden, showPage)
  app.get('/demo/*', hidden, showPage)
  if (post) await app.register(postRoutes, { post, visitorOf })

  app.post('/demo/checkout', hidden, async (_request, reply) => reply.redirect('/demo/thanks', 303))

  app.post('/demo/account/sign-in', hidden, async ({ body }, reply) => {
    const shopper = findShopper((body instanceof URLSearchParams && body.get('customer')) || undefined)
    if (shopper) keep(reply, customerCookie, shopper.id)
    return reply.redirect('/demo/account', 303)
  })

  app.post('/demo/account/sign-out', hidden, async (_request, reply) => {
    forget(reply, customerCookie)
    return reply.redirect('/demo/account', 303)
  })

  async function showPage(request: FastifyRequest, reply: FastifyReply) {
    const { pathname } = new URL(request.url, 'http://shop.invalid')
    const page = renderShopPage(pathname, await visitorOf(request, reply))
    return reply
      .code(page.status)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'cookie')
      .type('text/html; charset=utf-8')
      .send(page.html)
  }

  /** Who looks at a page, in the language that they ask for or asked for before. */
  async function visitorOf(request: FastifyRequest, reply: FastifyReply): Promise<Visitor> {
    const { searchParams } = new URL(request.url, 'http://shop.invalid')
    const cookies = readCookies(request)
    const asked = toLanguage(searchParams.get('lang'))
    if (asked) keep(reply, languageCookie, asked)
    const shopper = findShopper(cookies.get(customerCookie))
    return {
      channelKey: await channelKey(),
      language: asked ?? toLanguage(cookies.get(languageCookie)) ?? 'et',
      identity: shopper && (await signIdentity(shopper)),
      customerId: shopper?.id,
      hasMail: post !== undefined,
    }
  }
}

function toLanguage(value: string | null | undefined): Language | undefined {
  return value === 'et' || value === 'en' ? value : undefined
}

function readCookies({ headers }: FastifyRequest): Map<string, string> {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name.trim(), value.trim()]))
}

const cookieScope = 'Path=/demo; SameSite=Lax; HttpOnly'

function keep(reply: FastifyReply, name: string, value: string) {
  reply.header('set-cookie', `${name}=${value}; Max-Age=31536000; ${cookieScope}`)
}

function forget(reply: FastifyReply, name: string) {
  reply.header('set-cookie', `${name}=; Max-Age=0; ${cookieScope}`)
}
