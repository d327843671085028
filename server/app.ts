import type { FastifyInstance } from 'fastify'
import { createChannel } from '#channels/channel.ts'
import { createAsking } from '#channels/chat/asking.ts'
import { chatChannelFinder } from '#channels/chat/chat-channel.ts'
import { continuingRoutes } from '#channels/chat/continuing-routes.ts'
import { chatDelivery } from '#channels/chat/delivery.ts'
import { chatDoor } from '#channels/chat/door.ts'
import { pageCardRoutes } from '#channels/chat/page-card-routes.ts'
import { chatRoutes } from '#channels/chat/routes.ts'
import { sendVisitorMail } from '#channels/chat/visitor-mail.ts'
import { toWidgetMessage } from '#channels/chat/widget-message.ts'
import { answerAutomatically, askToAnswer } from '#channels/email/automatic-mail.ts'
import { askToContinue, continueByEmail } from '#channels/email/continuing.ts'
import { emailDelivery } from '#channels/email/delivery.ts'
import { dnsResolver } from '#channels/email/guessing.ts'
import { openMailboxes } from '#channels/email/imap/mailboxes.ts'
import { receiveMail } from '#channels/email/intake.ts'
import { createMailParser } from '#channels/email/mail/parsing.ts'
import { mailboxRoutes } from '#channels/email/mailbox-routes.ts'
import { createConsents } from '#channels/email/oauth.ts'
import { registrationsOf } from '#channels/email/oauth-registrations.ts'
import { CONSENT_CALLBACK, consentRoutes } from '#channels/email/oauth-routes.ts'
import { warnOfExpiringConsents } from '#channels/email/oauth-warning.ts'
import { reconcileAll, reconcileMailboxJob } from '#channels/email/reconciling.ts'
import { reportReader } from '#channels/email/reports.ts'
import { keepSentCopy } from '#channels/email/sent-copy.ts'
import { openMailReceiver } from '#channels/email/smtp-receiver.ts'
import { createSubmitter } from '#channels/email/submitting.ts'
import { channelRoutes } from '#channels/routes.ts'
import { attachmentRoutes } from '#conversations/attachment-routes.ts'
import type { Channels } from '#conversations/channel.ts'
import { deliverMessage } from '#conversations/delivery.ts'
import { letterRoutes } from '#conversations/letter-routes.ts'
import { receiveTogether } from '#conversations/receiving-together.ts'
import { conversationRoutes } from '#conversations/routes.ts'
import { wakeConversation } from '#conversations/snoozing.ts'
import { spamRoutes } from '#conversations/spam-routes.ts'
import { removeUnclaimed } from '#conversations/tidying.ts'
import type { MayVisit } from '#conversations/visiting-elsewhere.ts'
import { demoRoutes } from '#demo/routes.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import { createHttpServer } from '#platform/http/server.ts'
import { equip, type ReadyJob } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import { createMetrics } from '#platform/metrics.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { Settings } from '#platform/settings.ts'
import { endBreak } from '#promises/breaks.ts'
import { followAnswers } from '#promises/deriving.ts'
import { createPromises } from '#promises/promise.ts'
import { publicPromiseRoutes } from '#promises/public-routes.ts'
import { promiseRoutes } from '#promises/routes.ts'
import { tellPromises } from '#promises/telling.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import { announcer } from '#realtime/announcing.ts'
import { createAudience } from '#realtime/audience.ts'
import { deskDoor } from '#realtime/desk-door.ts'
import { createPresence } from '#realtime/presence.ts'
import { sendAwayInvalid } from '#realtime/rechecking.ts'
import { openSockets } from '#realtime/sockets.ts'
import { customerRoutes } from '#shops/routes.ts'
import { forgetOldVisits } from '#shops/visit-forgetting.ts'
import { ratingRoutes } from '#surveys/routes.ts'
import type { Agent } from '#workspaces/agent.ts'
import { apiKeyRoutes } from '#workspaces/api-key-routes.ts'
import { authRoutes } from '#workspaces/auth-routes.ts'
import { comingInRoutes } from '#workspaces/coming-in-routes.ts'
import { registerGate } from '#workspaces/gate.ts'
import { memberRoutes, teamRoutes } from '#workspaces/member-routes.ts'
import { photoRoutes } from '#workspaces/photo-routes.ts'
import { workspaceRoutes } from '#workspaces/routes.ts'
import { findSocketAgent, keepValid } from '#workspaces/session.ts'
import { createSignIn, type SignIn } from '#workspaces/sign-in.ts'
import { removeExpired } from '#workspaces/tidying.ts'
import { openDemoPost } from './demo-post.ts'
import { demoShop } from './demo-shop.ts'
import { healthRoutes } from './health.ts'
import { pageRoutes } from './pages.ts'

export type AppTools = {
  settings: Settings
  connection: DatabaseConnection
  files: Files
  secrets: Secrets
  log: Log
  /** Where people reach this server; known once it listens. */
  url: () => string
  /** In the place of those that this server has, to show what the desk does when a channel fails. */
  channels?: Channels
  /** Where pictures of letters are fetched; left out: wherever is public. */
  mayVisit?: MayVisit
}

export type App = {
  server: FastifyInstance
  signIn: SignIn
  jobs: ReadyJob[]
  /** Reads mailboxes as their mail comes and, where that is set, receives mail by SMTP. */
  openMail(): Promise<{ smtpPort: number | undefined; close(): Promise<void> }>
  /** Finishes requests and frames under way, and closes sockets so that clients come back. */
  close(): Promise<void>
}

/** The only place that knows every module: it introduces them to each other. */
export async function createApp({
  settings,
  connection,
  files,
  secrets,
  log,
  url,
  channels: standIns,
  mayVisit,
}: AppTools): Promise<App> {
  const { db, transact } = connection
  const consents = createConsents({
    registrations: registrationsOf(settings),
    secrets,
    redirectUrl: () => `${url()}${CONSENT_CALLBACK}`,
  })
  const findOptions = { allowsPrivate: settings.allowsPrivateMailServers }
  const parser = createMailParser({ filesFolder: files.folder, log })
  const servers = createSubmitter({ transact, secrets, consents, ...findOptions })
  const post = settings.wantsDemo ? openDemoPost({ connection, files, parser, ...settings }) : undefined
  const submitter = post ? post.instead(servers) : servers
  const sending = { db, transact, files, secrets, submitter }
  const chat = chatDelivery((message) => askToContinue(connection, message))
  const channels: Channels = { chat, email: emailDelivery(sending), ...standIns }
  const metrics = createMetrics()
  const server = await createHttpServer({ log, settings, metrics })
  const signIn = createSignIn({ db, secrets, url, log })
  registerGate(server, { signIn, db })

  const audience = createAudience()
  const presence = createPresence(audience)
  const findChannel = chatChannelFinder(db)
  const forWidget = (workspaceId: string, message: MessageBody) => toWidgetMessage(secrets, workspaceId, message)
  const ownOrigins = () => [url()]
  const asking = createAsking({ db, secrets, findChannel, ownOrigins })
  const promises = createPromises({ db, countAgents: presence.countAgents })
  const telling = tellPromises({ audience, promises, log })
  connection.onCommit(telling.hear)
  connection.onCommit(announcer({ db, audience, presence, log, forWidget }))
  connection.onCommit((events) => {
    for (const { type } of events) if (type.startsWith('message.re')) metrics.messages.inc({ kind: type })
  })

  const furnish = (trx: Parameters<typeof createChannel>[0], owner: Agent) =>
    createChannel(trx, owner, { kind: 'chat', name: 'Chat', settings: {} })
  const reading = {
    connection,
    files,
    secrets,
    consents,
    findOptions,
    log,
  }
  const inWorkspace = { prefix: '/api/workspaces/:workspaceId' }
  await server.register(authRoutes, { signIn })
  await server.register(comingInRoutes, { db, transact, signIn, secrets, furnish })
  await server.register(workspaceRoutes, { db, transact, signIn, furnish })
  await server.register(memberRoutes, { db, transact })
  await server.register(photoRoutes, { db, transact })
  await server.register(teamRoutes, { db, transact })
  await server.register(apiKeyRoutes, { db, transact })
  await server.register(channelRoutes, { db, transact, secrets })
  await server.register(mailboxRoutes, {
    ...inWorkspace,
    connection,
    secrets,
    consents,
    resolver: dnsResolver(),
    allowsPrivateMailServers: settings.allowsPrivateMailServers,
    mailDomain: settings.mail?.domain,
  })
  await server.register(consentRoutes, { connection, secrets, consents, signIn, log })
  await server.register(conversationRoutes, { ...inWorkspace, connection, channels })
  await server.register(spamRoutes, { ...inWorkspace, connection, channels })
  await server.register(letterRoutes, { ...inWorkspace, db, files, secrets, mayVisit })
  await server.register(pageCardRoutes, { ...inWorkspace, db, mayVisit })
  await server.register(attachmentRoutes, { ...inWorkspace, db, files })
  await server.register(customerRoutes, { ...inWorkspace, connection, audience })
  await server.register(promiseRoutes, { ...inWorkspace, db, transact, promises })
  await server.register(publicPromiseRoutes, { prefix: '/api/public', db, promises })
  await server.register(chatRoutes, {
    prefix: '/api/widget',
    connection,
    files,
    secrets,
    asking,
    forWidget,
    teamOf: presence.teamOf,
  })
  await server.register(continuingRoutes, { connection, secrets, asking, findChannel })
  await server.register(ratingRoutes, { prefix: '/api/widget', connection, asking })
  if (settings.wantsDemo) await server.register(demoRoutes, { ...demoShop({ db, secrets }), post })
  await server.register(healthRoutes, { db, metrics, settings })
  await server.register(pageRoutes, { hasDemo: settings.wantsDemo })

  const sockets = openSockets({
    server: server.server,
    log,
    metrics,
    socketsPerAddress: settings.socketsPerAddress,
    addressOf: (request) => addressOf(request, settings.trustProxy),
  })
  sockets.addDoor(
    deskDoor({
      db,
      audience,
      presence,
      findAgent: (headers, workspaceId) => findSocketAgent({ signIn, db }, headers, workspaceId),
    }),
  )
  sockets.addDoor(
    chatDoor({
      connection,
      secrets,
      audience,
      presence,
      findChannel,
      receive: receiveTogether(connection),
      forWidget,
      ownOrigins,
      promiseOf: telling.greeting,
    }),
  )
  const rechecking = sendAwayInvalid({ audience, log, keepValid: (entered) => keepValid(db, entered) })

  return {
    server,
    signIn,
    jobs: [
      equip(deliverMessage, { connection, channels }),
      equip(keepSentCopy, reading),
      equip(receiveMail, { ...reading, parser, applyReport: reportReader({ secrets }), afterReceiving: askToAnswer }),
      equip(answerAutomatically, { connection }),
      equip(continueByEmail, { connection, sending }),
      equip(sendVisitorMail, { db, submitter, secrets, url, forWidget }),
      equip(wakeConversation, { connection }),
      equip(endBreak, { connection }),
      equip(followAnswers, { db }, '*/5 * * * *'),
      equip(reconcileMailboxJob, reading),
      equip(reconcileAll, { connection }, '41 3 * * *'),
      equip(warnOfExpiringConsents, { db, transact }, '23 6 * * *'),
      equip(removeUnclaimed, { db, files }, '17 * * * *'),
      equip(forgetOldVisits, { db }, '29 2 * * *'),
      equip(removeExpired, { db }, '47 * * * *'),
    ],
    async openMail() {
      const { mail, dataFolder } = settings
      const receiver = mail && (await openMailReceiver({ settings: mail, dataFolder, connection, files, secrets, log }))
      const mailboxes = openMailboxes(reading)
      return {
        smtpPort: receiver?.port,
        async close() {
          await Promise.all([receiver?.close(), mailboxes.close()])
        },
      }
    },
    async close() {
      rechecking.stop()
      telling.stop()
      await sockets.close()
      await server.close()
      submitter.close()
      await parser.close()
    },
  }
}

function addressOf(
  { headers, socket }: { headers: Record<string, unknown>; socket: { remoteAddress?: string } },
  trustProxy: boolean,
): string {
  const forwarded = trustProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : undefined
  return forwarded || (socket.remoteAddress ?? '')
}
