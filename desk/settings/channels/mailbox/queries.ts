import { queryOptions } from '@tanstack/react-query'
import type { FailedMailBody, MailboxBody } from '#protocol/email.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../../../api.ts'
import { channelsQuery } from '../../../workspace/queries.ts'

const LOOK_AGAIN_MS = 20_000

export const mailboxPath = (workspaceId: Id, channelId: Id) =>
  `/workspaces/${workspaceId}/channels/${channelId}/mailbox`

/** Below the channels, so that it is read anew with them; besides, mail comes without anybody telling. */
export const mailboxQuery = (workspaceId: Id, channelId: Id) =>
  queryOptions({
    queryKey: [...channelsQuery(workspaceId).queryKey, channelId, 'mailbox'],
    queryFn: ({ signal }) => api.get<MailboxBody>(mailboxPath(workspaceId, channelId), { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  })

export const failedMailsQuery = (workspaceId: Id, channelId: Id) =>
  queryOptions({
    queryKey: [...mailboxQuery(workspaceId, channelId).queryKey, 'failed-mails'],
    queryFn: ({ signal }) =>
      api.get<{ mails: FailedMailBody[] }>(`${mailboxPath(workspaceId, channelId)}/failed-mails`, { signal }),
    select: ({ mails }) => mails,
  })
