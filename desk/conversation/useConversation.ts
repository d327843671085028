import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { keepersOf } from '../realtime/keepers.ts'
import { useMembership } from '../workspace/membership.ts'
import { type Acts, actsOn } from './acting.ts'
import { selectConversation, timelineQuery } from './queries.ts'

/** A conversation as it stands; while it is being read, as the list knows it. */
export function useConversation(conversationId: string): InboxItemBody | undefined {
  const { memberId, workspace } = useMembership()
  const { data } = useInfiniteQuery({ ...timelineQuery(workspace.id, conversationId), select: selectConversation })
  return data ?? keepersOf(workspace.id, memberId).lists.known(conversationId)
}

export function useActs(conversationId: string): Acts {
  const { memberId, workspace } = useMembership()
  return useMemo(() => actsOn(workspace.id, memberId, conversationId), [workspace.id, memberId, conversationId])
}
