import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Log } from '#platform/log.ts'
import type { Secrets } from '#platform/secrets.ts'
import { Id } from '#protocol/primitives.ts'
import { type Agent, isAtLeast } from '#workspaces/agent.ts'
import { findSession } from '#workspaces/session.ts'
import type { SignIn } from '#workspaces/sign-in.ts'
import type { Consents } from './oauth.ts'
import { type Asked, askForConsent, isSameSession, readState, takeConsent } from './oauth-consent.ts'

type Options = {
  connection: Pick<DatabaseConnection, 'db' | 'transact'>
  secrets: Secrets
  consents: Consents
  signIn: Pick<SignIn, 'findSessionToken'>
  log: Log
}

/** Where providers send people back to; it is registered with them. */
export const CONSENT_CALLBACK = '/api/mail-consent/callback'

/** What became of it, for the channel's page. */
type Outcome = 'given' | 'refused' | 'denied' | 'late' | 'unreachable'

export const consentRoutes: FastifyPluginAsyncTypebox<Options> = async (app, options) => {
  const { connection, secrets, consents, signIn, log } = options
  const { db } = connection

  app.post(
    '/api/workspaces/:workspaceId/channels/:channelId/mail-consent',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Where to go to sign in to a mailbox at Google or Microsoft',
        params: Type.Object({ workspaceId: Id, channelId: Id }),
        response: { 200: Type.Object({ url: Type.String() }) },
      },
    },
    async ({ agent, params, headers }) => {
      const sessionToken = headers.authorization ? undefined : signIn.findSessionToken(headers.cookie)
      const asking = { channelId: params.channelId, sessionToken }
      return { url: await askForConsent({ db, secrets, consents }, agent, asking) }
    },
  )
  app.get(
    CONSENT_CALLBACK,
    {
      config: { access: 'public' },
      schema: {
        summary: 'Where a provider sends the browser back to',
        querystring: Type.Object({
          state: Type.String({ maxLength: 2_000 }),
          code: Type.Optional(Type.String({ maxLength: 8_000 })),
          error: Type.Optional(Type.String({ maxLength: 200 })),
        }),
      },
    },
    async ({ headers, query }, reply) => {
      const { asked, isLate } = readState(secrets, query.state)
      const back = (outcome: Outcome) =>
        reply.redirect(`/desk/${asked.workspaceId}/settings/channels/${asked.channelId}?consent=${outcome}`)
      const agent = await findAsker(asked, signIn.findSessionToken(headers.cookie))
      if (isLate || !agent) return back('late')
      if (!query.code) return back(query.error === 'access_denied' ? 'denied' : 'refused')
      const { channelId, pkceSeed } = asked
      try {
        return back(
          await takeConsent({ ...connection, secrets, consents }, agent, { channelId, pkceSeed, code: query.code }),
        )
      } catch (error) {
        log.warn({ err: error, channelId }, 'A provider could not be asked for tokens')
        return back('unreachable')
      }
    },
  )

  /** Whoever began it, in the same session, if they still may. */
  async function findAsker(asked: Asked, sessionToken: string | undefined): Promise<Agent | undefined> {
    if (!sessionToken || !isSameSession(asked, sessionToken)) return undefined
    const session = await findSession(db, sessionToken, asked.workspaceId)
    const agent = session?.agent
    return agent && agent.id === asked.memberId && isAtLeast(agent.role, 'admin') ? agent : undefined
  }
}
