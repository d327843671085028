import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findAttachment, storeAttachment } from '#conversations/attachments.ts'
import { sendAttachment, sendThumbnail } from '#conversations/downloading.ts'
import { toAttachmentBody } from '#conversations/message.ts'
import { attachmentNotFound, threadNotFound } from '#conversations/problems.ts'
import { streamOf, takeStreams, UploadQuery, uploadOptions } from '#conversations/uploading.ts'
import { leaveAddress } from '#customers/leaving-address.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import type { Secrets } from '#platform/secrets.ts'
import { AttachmentBody, type MessageBody } from '#protocol/conversations.ts'
import { EmailAddress, Id } from '#protocol/primitives.ts'
import {
  WidgetConfigBody,
  type WidgetMessageBody,
  WidgetSessionBody,
  WidgetSessionRequest,
  WidgetTimelineBody,
  WidgetUnreadBody,
} from '#protocol/widget.ts'
import { allowPages, ChannelParams, type ChatAsking, ThreadParams } from './asking.ts'
import { configOf } from './chat-channel.ts'
import { openSession } from './session.ts'
import { countUnread, readThread } from './threads.ts'
import { isSignedUrlValid, toWidgetAttachment } from './widget-message.ts'

export type ChatRoutesOptions = {
  connection: DatabaseConnection
  files: Files
  secrets: Secrets
  asking: ChatAsking
  forWidget: (workspaceId: string, message: MessageBody) => WidgetMessageBody
  teamOf: (workspaceId: string) => WidgetSessionBody['team']
}

const LeftAddress = Type.Object(
  {
    email: Type.Optional(EmailAddress),
    phone: Type.Optional(
      Type.String({ pattern: '^[+]?[0-9][0-9 ()./-]{4,24}$', description: 'A telephone number as people write it.' }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
)

/** `/api/widget`: what chat windows ask, from any page that the channel allows. No cookies, so no credentials. */
export const chatRoutes: FastifyPluginAsyncTypebox<ChatRoutesOptions> = async (app, options) => {
  const { connection, files, secrets, asking, forWidget, teamOf } = options
  const { channelFor, visitorOf, whoAsks } = asking
  const { db } = connection
  const tags = ['Chat window']
  takeStreams(app)

  app.addHook('onRequest', async (request, answer) => {
    allowPages(answer)
    if (request.method === 'OPTIONS') return answer.code(204).send()
  })
  app.options('/*', { config: { access: 'public' }, schema: { hide: true } }, (_request, answer) =>
    answer.code(204).send(),
  )

  app.get(
    '/:channelKey/config',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'What a chat window must know to draw itself',
        params: ChannelParams,
        response: { 200: WidgetConfigBody },
      },
    },
    async (request, answer) => {
      answer.header('cache-control', 'public, max-age=60')
      return configOf(await channelFor(request.params, request))
    },
  )
  app.post(
    '/:channelKey/session',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Open a chat window',
        params: ChannelParams,
        body: WidgetSessionRequest,
        response: { 200: WidgetSessionBody },
      },
    },
    async (request, answer) => {
      answer.header('cache-control', 'no-store')
      return openSession(
        { connection, secrets, forWidget, teamOf },
        await channelFor(request.params, request),
        request.body,
      )
    },
  )
  app.post(
    '/:channelKey/address',
    {
      config: { access: 'visitor', rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: {
        tags,
        summary: 'Leave an address where an answer can reach the visitor later',
        params: ChannelParams,
        body: LeftAddress,
        response: { 200: Type.Object({}) },
      },
    },
    async (request, answer) => {
      answer.header('cache-control', 'no-store')
      const channel = await channelFor(request.params, request)
      const visitor = visitorOf(request, channel)
      await connection.transact((trx) => leaveAddress(trx, visitor, request.body, null))
      return {}
    },
  )
  app.get(
    '/:channelKey/unread',
    {
      config: { access: 'visitor' },
      schema: {
        tags,
        summary: 'How many answers wait for the visitor',
        params: ChannelParams,
        response: { 200: WidgetUnreadBody },
      },
    },
    async (request, answer) => {
      answer.header('cache-control', 'no-store')
      const whose = await whoAsks(request.params, request)
      return { unreadCount: whose ? await countUnread(db, whose) : 0 }
    },
  )
  app.get(
    '/:channelKey/threads/:threadId',
    {
      config: { access: 'visitor' },
      schema: {
        tags,
        summary: 'A page of a thread, the newest first',
        params: ThreadParams,
        querystring: Type.Object(
          { before: Type.Optional(Id), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) },
          { additionalProperties: false },
        ),
        response: { 200: WidgetTimelineBody },
      },
    },
    async (request, answer) => {
      answer.header('cache-control', 'no-store')
      const whose = await whoAsks(request.params, request)
      if (!whose) throw threadNotFound()
      return readThread({ db, forWidget }, whose, request.params.threadId, request.query)
    },
  )
  app.post(
    '/:channelKey/attachments',
    {
      ...uploadOptions,
      config: { access: 'visitor', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: {
        tags,
        summary: 'Upload a file',
        description: 'The body is the file, as application/octet-stream.',
        params: ChannelParams,
        querystring: UploadQuery,
        response: { 201: AttachmentBody },
      },
    },
    async (request, answer) => {
      const { workspaceId, visitorId } = visitorOf(request, await channelFor(request.params, request))
      const uploader = { kind: 'visitor', id: visitorId } as const
      const stored = await storeAttachment(db, files, {
        workspaceId,
        uploader,
        name: request.query.name,
        content: streamOf(request.body),
      })
      return answer.code(201).send(toWidgetAttachment(secrets, workspaceId, toAttachmentBody(workspaceId, stored)))
    },
  )
  app.get(
    '/attachments/:attachmentId',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Download a file by its signed link',
        params: Type.Object({ attachmentId: Id }),
        querystring: Type.Object(
          {
            workspace: Id,
            expires: Type.Integer(),
            signature: Type.String({ maxLength: 100 }),
            thumbnail: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        response: {
          200: { description: 'The bytes.', content: { 'application/octet-stream': { schema: Type.Unknown() } } },
        },
      },
    },
    async ({ params, query }, answer) => {
      const { workspace, expires, signature, thumbnail } = query
      if (!isSignedUrlValid(secrets, { workspace, id: params.attachmentId, expires, signature }))
        throw attachmentNotFound()
      const attachment = await findAttachment(db, workspace, params.attachmentId)
      if (!attachment) throw attachmentNotFound()
      return thumbnail ? sendThumbnail(answer, files, attachment) : sendAttachment(answer, files, attachment)
    },
  )
}
