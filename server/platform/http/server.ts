import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { v7 } from 'uuid'
import type { Log } from '#platform/log.ts'
import { type Metrics, measureRequests } from '#platform/metrics.ts'
import { notFound, tooManyRequests } from '#platform/problems.ts'
import type { Settings } from '#platform/settings.ts'
import { formats } from '#protocol/formats.ts'
import { parseJsonBodies } from './bodies.ts'
import { documentApi } from './documentation.ts'
import { answerNoRequest, answerProblem } from './failures.ts'
import { compileValidator } from './validation.ts'

/** Largest JSON body, in bytes; files go by their own routes. */
const MAX_JSON_BYTES = 256 * 1024

type ServerOptions = { log: Log; settings: Pick<Settings, 'trustProxy' | 'requestsPerMinute'>; metrics: Metrics }

/** An HTTP server with everything that is the same for every route, and no routes yet. */
export async function createHttpServer({ log, settings, metrics }: ServerOptions): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = log
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => v7(),
    // One proxy stands in front: the address it saw, not one that a client made up.
    trustProxy: settings.trustProxy && ((_address, hop) => hop === 0),
    bodyLimit: MAX_JSON_BYTES,
    // A file of 20 MB on a slow phone takes its time; headers have a limit of their own.
    requestTimeout: 300_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    serializerOpts: { ajv: { formats } },
    frameworkErrors: answerProblem,
    clientErrorHandler: answerNoRequest,
  })
  app.setValidatorCompiler(compileValidator)
  app.setErrorHandler(answerProblem)
  app.setNotFoundHandler((request) => {
    throw notFound({ detail: `There is nothing at ${request.method} ${request.url.split('?')[0]?.slice(0, 200)}.` })
  })
  parseJsonBodies(app)
  letTheGoneGo(app)
  logRequests(app)
  letGoAtTheEnd(app)
  measureRequests(app, metrics)
  await app.register(helmet, securityHeaders)
  await app.register(rateLimit, {
    max: settings.requestsPerMinute,
    timeWindow: '1 minute',
    // Files of the pages are cheap and come in bursts. The route decides: an address may also begin with http://.
    allowList: ({ routeOptions }) => !routeOptions.url?.startsWith('/api/'),
    errorResponseBuilder: (_request, { after }) => tooManyRequests({ detail: `Try again in ${after}.` }),
  })
  await documentApi(app)
  return app
}

const securityHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'blob:', 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  crossOriginEmbedderPolicy: false,
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
} as const

/** Who has gone while their request was read has no address to count it by, and no ear for its answer. */
function letTheGoneGo(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ ip, raw }, reply) => {
    if (ip !== undefined) return
    reply.hijack()
    raw.destroy()
  })
}

/**
 * Node waits a minute for connections that keep still: those that browsers open before they know what to ask, and those
 * whose last answer ended after the end had begun, though it may have begun before.
 */
function letGoAtTheEnd(app: FastifyInstance): void {
  const unused = new Set<Socket>()
  const use = ({ socket }: IncomingMessage) => unused.delete(socket)
  let isClosing = false
  app.server.on('connection', (socket: Socket) => {
    if (isClosing) return socket.destroy()
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  app.server.on('request', use).on('upgrade', use)
  app.server.on('request', ({ socket }: IncomingMessage, answer: ServerResponse) =>
    answer.once('close', () => {
      if (isClosing) socket.destroySoon()
    }),
  )
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close')
  })
  app.addHook('preClose', async () => {
    isClosing = true
    for (const socket of unused) socket.destroy()
  })
}

/** A line a request, without addresses, queries or bodies; the route's pattern instead of the path, which may hold tokens. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    if (!request.routeOptions.url?.startsWith('/api/')) return
    const { statusCode } = reply
    request.log[statusCode >= 500 ? 'error' : 'debug'](
      {
        method: request.method,
        route: request.routeOptions.url,
        statusCode,
        milliseconds: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
}
