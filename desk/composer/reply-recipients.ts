import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { InboxItemBody, ReplyRecipientsBody } from '#protocol/conversations.ts'
import { api } from '../api.ts'
import { conversationPath, timelineQuery } from '../conversation/queries.ts'
import type { Timeline } from '../conversation/timeline.ts'
import { useWorkspaceId } from '../workspace/membership.ts'
import { workspaceKey } from '../workspace/queries.ts'

/** Whom an answer to the newest letter would go to. */
const replyRecipientsQuery = (workspaceId: string, conversationId: string, newestLetterId: string | undefined) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'reply-recipients', conversationId, newestLetterId],
    queryFn: ({ signal }) =>
      api.get<ReplyRecipientsBody>(`${conversationPath(workspaceId, conversationId)}/reply-recipients`, { signal }),
    staleTime: 5 * 60_000,
    placeholderData: keepPreviousData,
  })

/**
 * Whether an answer in this conversation is a letter, and whom it would go to; `proposed` is undefined until the server has
 * said so.
 */
export function useReplyRecipients({ id, channel }: InboxItemBody): {
  isLetter: boolean
  proposed: ReplyRecipientsBody | undefined
} {
  const workspaceId = useWorkspaceId()
  const { data: newestLetterId } = useInfiniteQuery({ ...timelineQuery(workspaceId, id), select: newestLetter })
  const mayBeLetter = channel.kind === 'email' || newestLetterId !== undefined
  const { data } = useQuery({ ...replyRecipientsQuery(workspaceId, id, newestLetterId), enabled: mayBeLetter })
  const proposed = mayBeLetter ? data : undefined
  return {
    isLetter: proposed?.isLetter ?? channel.kind === 'email',
    proposed: proposed?.isLetter ? proposed : undefined,
  }
}

/** Undefined where nothing came or went by mail lately. */
const newestLetter = ({ pages: [newest] }: Timeline): string | undefined =>
  newest?.messages.findLast(({ envelope, delivery }) => envelope !== null && delivery.state !== 'withdrawn')?.id
