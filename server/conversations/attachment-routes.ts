import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Database } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import { AttachmentBody } from '#protocol/conversations.ts'
import { Id } from '#protocol/primitives.ts'
import { getAttachment, storeAttachment } from './attachments.ts'
import { sendAttachment, sendThumbnail } from './downloading.ts'
import { toAttachmentBody } from './message.ts'
import { streamOf, takeStreams, UploadQuery, uploadOptions } from './uploading.ts'

const AttachmentParams = Type.Object({ workspaceId: Id, attachmentId: Id })
const file = { 200: { description: 'The bytes.', content: { 'application/octet-stream': { schema: Type.Unknown() } } } }

/** `/api/workspaces/:workspaceId/attachments`. */
export const attachmentRoutes: FastifyPluginAsyncTypebox<{ db: Database; files: Files }> = async (
  app,
  { db, files },
) => {
  const tags = ['Attachments']
  takeStreams(app)

  app.post(
    '/attachments',
    {
      ...uploadOptions,
      config: { access: 'collaborator' },
      schema: {
        tags,
        summary: 'Upload a file',
        description: 'The body is the file, as application/octet-stream.',
        params: Type.Object({ workspaceId: Id }),
        querystring: UploadQuery,
        response: { 201: AttachmentBody },
      },
    },
    async ({ agent, query, body }, answer) => {
      const uploader = { kind: 'member', id: agent.id } as const
      const stored = await storeAttachment(db, files, {
        workspaceId: agent.workspaceId,
        uploader,
        name: query.name,
        content: streamOf(body),
      })
      return answer.code(201).send(toAttachmentBody(agent.workspaceId, stored))
    },
  )
  app.get(
    '/attachments/:attachmentId',
    {
      config: { access: 'collaborator' },
      schema: { tags, summary: 'Download a file', params: AttachmentParams, response: file },
    },
    async ({ agent, params }, answer) =>
      sendAttachment(answer, files, await getAttachment(db, agent, params.attachmentId)),
  )
  app.get(
    '/attachments/:attachmentId/thumbnail',
    {
      config: { access: 'collaborator' },
      schema: { tags, summary: 'A picture’s thumbnail', params: AttachmentParams, response: file },
    },
    async ({ agent, params }, answer) =>
      sendThumbnail(answer, files, await getAttachment(db, agent, params.attachmentId)),
  )
}
