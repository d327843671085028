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
      const described = { tags: [subjectOf(url)], ...schema, 'x-access': access, security: securityOf(access) }
      return { url, schema: described }
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: {
      'default-src': "'self'",
      'img-src': ["'self'", 'data:'],
      'style-src': ["'self'", ITS_INLINE_STYLE],
      'object-src': "'none'",
      'base-uri': "'self'",
      'frame-ancestors': "'self'",
    },
    uiConfig: { docExpansion: 'list' },
    logo: { type: 'image/svg+xml', content: Buffer.from(LOGO), href: '/api/docs' },
    theme: { title: 'Infolett API' },
  })
  app.get('/api/openapi.json', { schema: { hide: true }, config: { access: 'public' } }, () => app.swagger())
}

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="32" viewBox="0 0 120 32">
  <text y="22" font-family="system-ui, sans-serif" font-size="20" font-weight="600" fill="#fff">Infolett</text></svg>`

/** The one style that Swagger UI puts into its page by script. */
const ITS_INLINE_STYLE = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='"

/** What an address is about, by which the description is divided: `conversations`. */
const subjectOf = (url: string): string => url.replace('/workspaces/:workspaceId/', '/').split('/')[2] ?? ''

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
