import { sql } from 'kysely'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { defineJob } from '#platform/jobs.ts'
import { CONSENT_WARNING_DAYS } from '#protocol/email.ts'

const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000

/**
 * Tells once a week that a sign-in will end, while there is time. May run twice: what was told in the last week is not
 * told again.
 */
export const warnOfExpiringConsents = defineJob(
  'warn-of-expiring-consents',
  Type.Object({}),
  async (_payload, { db, transact }: Pick<DatabaseConnection, 'db' | 'transact'>) => {
    const now = Date.now()
    const ending = await db
      .selectFrom('mailboxes')
      .where('consentExpiresAt', '<', new Date(now + CONSENT_WARNING_DAYS * DAY_MILLISECONDS))
      .where('pausedAt', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('events')
              .whereRef('events.workspaceId', '=', 'mailboxes.workspaceId')
              .where('events.type', '=', 'channel.consent-ending')
              .where('events.at', '>', new Date(now - 7 * DAY_MILLISECONDS))
              .where(sql`events.data->>'channelId'`, '=', sql`mailboxes.channel_id::text`)
              .select('events.id'),
          ),
        ),
      )
      .select(['workspaceId', 'channelId', 'consentExpiresAt'])
      .execute()
    for (const { workspaceId, channelId, consentExpiresAt } of ending)
      await transact((trx) =>
        record(trx, {
          type: 'channel.consent-ending',
          workspaceId,
          actor: { kind: 'system', id: null, name: 'Infolett' },
          data: { channelId, endsAt: consentExpiresAt?.toISOString() },
        }),
      )
  },
)
