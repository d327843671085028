import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What Prometheus may read at /metrics. */
export type Metrics = ReturnType<typeof createMetrics>

export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'infolett_request_seconds',
      help: 'Time from a request to its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers: [registry],
    }),
    sockets: new Gauge({
      name: 'infolett_sockets',
      help: 'Open WebSockets.',
      labelNames: ['kind'],
      registers: [registry],
    }),
    messages: new Counter({
      name: 'infolett_messages_total',
      help: 'Messages committed.',
      labelNames: ['kind'],
      registers: [registry],
    }),
    droppedSockets: new Counter({
      name: 'infolett_dropped_sockets_total',
      help: 'Sockets closed by the server because they were silent, too slow or too many.',
      labelNames: ['why'],
      registers: [registry],
    }),
  }
}

export function measureRequests(app: FastifyInstance, { requestSeconds }: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    requestSeconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
}
