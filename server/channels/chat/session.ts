import { identifyVisitor } from '#customers/identifying.ts'
import { hasEmail } from '#customers/leaving-address.ts'
import { findVisitor, newVisitor, readVisitorToken, type Visitor, visitorToken } from '#customers/visitor.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import type { WidgetMessageBody, WidgetSessionBody, WidgetSessionRequest } from '#protocol/widget.ts'
import { type ChatChannel, configOf } from './chat-channel.ts'
import { readIdentity } from './identity.ts'
import { listThreads } from './threads.ts'

type SessionTools = {
  connection: DatabaseConnection
  secrets: Secrets
  forWidget: (workspaceId: string, message: MessageBody) => WidgetMessageBody
  teamOf: (workspaceId: string) => WidgetSessionBody['team']
}

/**
 * Opens a chat window: who the visitor is, and all it needs for its first picture. Nothing is stored for somebody who
 * only looks. A token that is not ours is answered with a new one.
 * @throws identityNotValid
 */
export async function openSession(
  tools: SessionTools,
  channel: ChatChannel,
  request: WidgetSessionRequest,
): Promise<WidgetSessionBody> {
  const { connection, secrets, forWidget, teamOf } = tools
  const { workspaceId } = channel
  const known = request.token === undefined ? undefined : readVisitorToken(secrets, workspaceId, request.token)
  const { visitor, customer, isIdentified } = await recognise(
    tools,
    channel,
    known ?? newVisitor(workspaceId),
    request.identity,
  )
  const whose = customer && { workspaceId, channelId: channel.id, customerId: customer.id }
  return {
    token: visitorToken(secrets, visitor),
    isNew: visitor.visitorId !== known?.visitorId,
    config: configOf(channel, request.language),
    customer: {
      name: customer?.name ?? null,
      isIdentified,
      hasEmail: customer !== undefined && (await hasEmail(connection.db, workspaceId, customer.id)),
    },
    team: teamOf(workspaceId),
    threads: whose ? await listThreads({ db: connection.db, forWidget }, whose) : [],
  }
}

async function recognise(
  { connection, secrets }: SessionTools,
  channel: ChatChannel,
  visitor: Visitor,
  jwt: string | undefined,
) {
  if (jwt === undefined) return { visitor, customer: await findVisitor(connection.db, visitor), isIdentified: false }
  const account = await readIdentity(secrets, channel.identitySecret, jwt)
  const identified = await connection.transact((trx) => identifyVisitor(trx, visitor, account))
  return { ...identified, isIdentified: true }
}
