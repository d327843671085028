import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { Metrics } from '#platform/metrics.ts'
import { notFound } from '#platform/problems.ts'
import { isSame } from '#platform/secrets.ts'
import type { Settings } from '#platform/settings.ts'

type HealthOptions = { db: Database; metrics: Metrics; settings: Pick<Settings, 'metricsToken'> }

/** /health: this process lives. /ready: it can serve. /metrics: for Prometheus. */
export const healthRoutes: FastifyPluginAsyncTypebox<HealthOptions> = async (app, { db, metrics, settings }) => {
  const hidden = { schema: { hide: true } }
  app.get('/health', hidden, () => ({ status: 'ok' }))
  app.get('/ready', hidden, async () => {
    await sql`select 1`.execute(db)
    return { status: 'ready' }
  })
  app.get('/metrics', hidden, async ({ headers, ip }, answer) => {
    if (!mayRead(settings.metricsToken, headers, ip)) throw notFound()
    return answer.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

/** What a proxy passes on comes from elsewhere, though the proxy may stand on this machine. */
function mayRead(token: string | undefined, headers: IncomingHttpHeaders, ip: string): boolean {
  if (token) return isSame(`Bearer ${token}`, headers.authorization ?? '')
  if (headers['x-forwarded-for'] ?? headers.forwarded) return false
  return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
}
