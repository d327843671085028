import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Database } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import type { Secrets } from '#platform/secrets.ts'
import { Id } from '#protocol/primitives.ts'
import { sendOriginal, sendPicture, sendText } from './downloading.ts'
import { LETTER_POLICY } from './letter-document.ts'
import { checkPicture, findOriginal, readLetterDocument, readWholeText } from './reading-letters.ts'
import { fetchPicture } from './remote-picture.ts'
import type { MayVisit } from './visiting-elsewhere.ts'

type LetterTools = { db: Database; files: Files; secrets: Secrets; mayVisit?: MayVisit }

const COLLABORATOR = { access: 'collaborator' } as const
const MessageParams = Type.Object({ workspaceId: Id, conversationId: Id, messageId: Id })
const bytes = (mediaType: string) => ({
  200: { description: 'The bytes.', content: { [mediaType]: { schema: Type.Unknown() } } },
})

/** `/api/workspaces/:workspaceId/conversations/:conversationId/messages/:messageId/…`: letters as they came. */
export const letterRoutes: FastifyPluginAsyncTypebox<LetterTools> = async (app, { db, files, secrets, mayVisit }) => {
  const tags = ['Letters']
  const path = '/conversations/:conversationId/messages/:messageId'

  app.get(
    `${path}/html`,
    {
      config: COLLABORATOR,
      schema: {
        tags,
        summary: 'A letter as its writer laid it out, for a frame',
        params: MessageParams,
        querystring: Type.Object(
          {
            scheme: Type.Optional(Type.Union([Type.Literal('light'), Type.Literal('dark')])),
            images: Type.Optional(Type.Literal('show', { description: 'Those from elsewhere too, fetched by us.' })),
          },
          { additionalProperties: false },
        ),
        response: bytes('text/html'),
      },
    },
    async ({ agent, params, query: { scheme = 'light', images } }, answer) => {
      const document = await readLetterDocument({ db, secrets }, agent, params, {
        scheme,
        showsImages: images === 'show',
      })
      return answer
        .type('text/html; charset=utf-8')
        .header('content-security-policy', LETTER_POLICY)
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'private, max-age=600')
        .send(document)
    },
  )
  app.get(
    `${path}/text`,
    {
      config: COLLABORATOR,
      schema: {
        tags,
        summary: 'All that a message says, however long',
        params: MessageParams,
        response: bytes('text/plain'),
      },
    },
    async ({ agent, params }, answer) => sendText(answer, await readWholeText(db, agent, params)),
  )
  app.get(
    `${path}/original`,
    {
      config: COLLABORATOR,
      schema: {
        tags,
        summary: 'A letter byte for byte',
        params: MessageParams,
        response: bytes('message/rfc822'),
      },
    },
    async ({ agent, params }, answer) => sendOriginal(answer, files, await findOriginal(db, agent, params)),
  )
  app.get(
    `${path}/images`,
    {
      config: COLLABORATOR,
      schema: {
        tags,
        summary: 'A picture that a letter has elsewhere, fetched without telling who reads it',
        description: 'The letter’s HTML holds such addresses; they are signed.',
        params: MessageParams,
        querystring: Type.Object(
          { url: Type.String({ maxLength: 8_000 }), signature: Type.String({ maxLength: 100 }) },
          { additionalProperties: false },
        ),
        response: bytes('image/*'),
      },
    },
    async ({ agent, params, query }, answer) => {
      await checkPicture({ db, secrets }, agent, params, query)
      const gone = new AbortController()
      answer.raw.once('close', () => gone.abort())
      return sendPicture(answer, await fetchPicture(query.url, { signal: gone.signal, mayVisit }))
    },
  )
}
