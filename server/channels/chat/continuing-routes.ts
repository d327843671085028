import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { threadNotFound } from '#conversations/problems.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { ContinuationBody, ContinuationRequest, VisitorMailBody, VisitorMailRequest } from '#protocol/widget.ts'
import { findWords } from '../email/composing/wording.ts'
import { allowPages, ChannelParams, type ChatAsking, ThreadParams } from './asking.ts'
import { askForMail, type MailKind } from './asking-for-mail.ts'
import type { FindChatChannel } from './chat-channel.ts'
import { continueByLink, findLinked } from './continuing.ts'
import { writeContinuingPage, writeNotGoodPage } from './continuing-page.ts'

type ContinuingRoutesOptions = {
  connection: DatabaseConnection
  secrets: Secrets
  asking: ChatAsking
  findChannel: FindChatChannel
}

const assets = path.join(import.meta.dirname, 'page')

/** Going on with a conversation elsewhere, and having it mailed. */
export const continuingRoutes: FastifyPluginAsyncTypebox<ContinuingRoutesOptions> = async (app, options) => {
  await app.register(pages, options)
  await app.register(api, { ...options, prefix: '/api/widget' })
}

const api: FastifyPluginAsyncTypebox<ContinuingRoutesOptions> = async (app, { connection, secrets, asking }) => {
  const tags = ['Chat window']
  app.addHook('onRequest', async (_request, answer) => {
    allowPages(answer)
    answer.header('cache-control', 'no-store')
  })

  const kinds: [MailKind, string][] = [
    ['transcript', 'Have a thread mailed to oneself'],
    ['link', 'Have a link mailed by which to go on elsewhere'],
  ]
  for (const [kind, summary] of kinds)
    app.post(
      `/:channelKey/threads/:threadId/${kind}`,
      {
        config: { access: 'visitor', rateLimit: { max: 10, timeWindow: '1 minute' } },
        schema: {
          tags,
          summary,
          description: 'At most five mails a day go to one address and for one customer.',
          params: ThreadParams,
          body: VisitorMailRequest,
          response: { 200: VisitorMailBody },
        },
      },
      async (request) => {
        const whose = await asking.whoAsks(request.params, request)
        if (!whose) throw threadNotFound()
        const asked = { ...request.body, threadId: request.params.threadId, kind }
        return connection.transact((trx) => askForMail(trx, whose, asked))
      },
    )

  app.post(
    '/:channelKey/continuation',
    {
      config: { access: 'public', rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: {
        tags,
        summary: 'Go on with a conversation by a mailed link',
        params: ChannelParams,
        body: ContinuationRequest,
        response: { 200: ContinuationBody },
      },
    },
    async (request) =>
      continueByLink({ connection, secrets }, await asking.channelFor(request.params, request), request.body),
  )
}

/** `/c/LINK`, and what is left in its place once the browser is known: `/c/CHANNEL_KEY`. */
const pages: FastifyPluginAsyncTypebox<ContinuingRoutesOptions> = async (app, { connection, secrets, findChannel }) => {
  const hidden = { schema: { hide: true } }
  const script = await readFile(path.join(assets, 'continue.js'))
  const style = await readFile(path.join(assets, 'continue.css'))
  app.get('/c/continue.js', hidden, (_request, answer) =>
    answer.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(script),
  )
  app.get('/c/continue.css', hidden, (_request, answer) =>
    answer.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(style),
  )
  app.get(
    '/c/:link',
    { schema: { hide: true, params: Type.Object({ link: Type.String({ maxLength: 200 }) }) } },
    async ({ params: { link }, headers }, answer) => {
      const page = await writePageFor(link)
      if (page) return sendPage(answer, page)
      const { language } = findWords(...(headers['accept-language'] ?? '').split(','))
      return sendPage(answer.code(410), writeNotGoodPage(language))
    },
  )

  async function writePageFor(link: string): Promise<string | undefined> {
    const linked = await findLinked(connection.db, secrets, link)
    if (linked) {
      const { language } = findWords(linked.linkLanguage, linked.shopLanguage)
      return writeContinuingPage({ language, shop: linked.shop, channelKey: linked.channelKey, link })
    }
    if (!/^[A-Za-z0-9]{1,64}$/.test(link)) return undefined
    const channel = await findChannel(link).catch(() => undefined)
    if (!channel) return undefined
    const { language } = findWords(channel.settings.language ?? null, channel.workspaceLanguage)
    return writeContinuingPage({ language, shop: channel.workspaceName, channelKey: link })
  }
}

/** The address is a key: it is kept nowhere and told to nobody. */
const sendPage = (answer: FastifyReply, page: string): FastifyReply =>
  answer
    .type('text/html; charset=utf-8')
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .send(page)
