import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { listProblems } from '#platform/problems.ts'
import { ProblemBody } from '#protocol/primitives.ts'

/** OpenAPI 3.1 at /api/openapi.json, made from the schemas that validate; to browse at /api/docs. */
export async function documentApi(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.schema?.hide || !route.url.startsWith('/api/')) return
    const response = route.schema?.response
    route.schema = {
      ...route.schema,
      response: { ...(typeof response === 'object' ? response : {}), default: problemResponse },
    }
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Infolett', version: '1', description: describe() },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'infolett.session_token' },
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the workspace.' },
          visitor: { type: 'http', scheme: 'bearer', description: 'The token of a chat window session.' },
        },
      },
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access
      const described = { ...schema, 'x-access': access, security: securityOf(access) }
      return { url, schema: described }
    },
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true, uiConfig: { docExpansion: 'none' } })
  app.get('/api/openapi.json', { schema: { hide: true }, config: { access: 'public' } }, () => app.swagger())
}

const problemResponse = {
  description: 'A problem (RFC 9457).',
  content: { 'application/problem+json': { schema: ProblemBody } },
}

function securityOf(access: string | undefined): Record<string, string[]>[] {
  if (access === undefined || access === 'public') return []
  if (access === 'visitor') return [{ visitor: [] }]
  return access === 'user' ? [{ session: [] }] : [{ session: [] }, { apiKey: [] }]
}

function describe(): string {
  const problems = listProblems().map(
    ({ type, status, title, help }) => `| \`${type}\` | ${status} | ${title} | ${help} |`,
  )
  return [
    'Bodies are JSON. Errors are problem details (RFC 9457): `title` is for people, `type` for programs.',
    '| type | status | title | what to do |\n| --- | --- | --- | --- |',
  ]
    .concat(problems.join('\n'))
    .join('\n\n')
    .replace('|\n\n|', '|\n|')
}
