import type { UseQueryResult } from '@tanstack/react-query'
import type { ChannelBody } from '#protocol/channels.ts'

type Channels = UseQueryResult<ChannelBody[]>

/** The same query, of one kind of channel only. */
export function ofKind(query: Channels, kind: ChannelBody['kind']): Channels {
  if (query.data === undefined) return query
  return { ...query, data: query.data.filter((channel) => channel.kind === kind) }
}
