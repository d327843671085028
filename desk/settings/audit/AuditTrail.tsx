import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { History } from 'lucide-react'
import type { AuditEntryBody } from '#protocol/members.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { membersQuery, teamsQuery, workspaceKey } from '../../workspace/queries.ts'
import { SettingsHead } from '../SettingsSection.tsx'
import { auditDetail, auditWords } from './audit-words.ts'

const PAGE = 50

const auditQuery = (workspaceId: Id) =>
  infiniteQueryOptions({
    queryKey: [...workspaceKey(workspaceId), 'audit'],
    queryFn: ({ signal, pageParam }) =>
      api.get<{ entries: AuditEntryBody[] }>(`/workspaces/${workspaceId}/audit`, {
        signal,
        query: { before: pageParam, limit: PAGE },
      }),
    initialPageParam: null as Id | null,
    getNextPageParam: ({ entries }) => (entries.length < PAGE ? undefined : entries.at(-1)?.id),
  })

export function AuditTrail() {
  return (
    <>
      <SettingsHead title="Audit trail" lead="Who did what and when, newest first. Nobody can change it." />
      <Entries />
    </>
  )
}

function Entries() {
  const audit = useInfiniteQuery(auditQuery(useWorkspaceId()))
  if (audit.isPending) return <SkeletonRows label="The audit trail is on its way" />
  if (!audit.data) {
    return (
      <ErrorState
        title="The audit trail could not be loaded"
        detail={explain(audit.error)}
        onRetry={() => audit.refetch()}
        isRetrying={audit.isFetching}
      />
    )
  }
  const entries = audit.data.pages.flatMap((page) => page.entries)
  if (entries.length === 0) return <EmptyState icon={History} title="Nothing has happened yet" />
  return (
    <div className="flex flex-col gap-4">
      <EntryTable entries={entries} />
      {audit.isFetchNextPageError && (
        <p role="alert" className="text-sm text-danger">
          {explain(audit.error)}
        </p>
      )}
      {audit.hasNextPage ? (
        <Button className="self-center" isBusy={audit.isFetchingNextPage} onClick={() => audit.fetchNextPage()}>
          Load more
        </Button>
      ) : (
        <p className="text-center text-sm text-muted">This is where it begins.</p>
      )}
    </div>
  )
}

function EntryTable({ entries }: { entries: readonly AuditEntryBody[] }) {
  return (
    <table className="w-full text-left">
      <thead className="text-sm text-muted max-sm:sr-only">
        <tr className="border-b">
          <th className="w-36 py-2 pr-4 font-normal">When</th>
          <th className="w-40 py-2 pr-4 font-normal">Who</th>
          <th className="py-2 font-normal">What</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id} className="border-b align-top max-sm:flex max-sm:flex-wrap max-sm:gap-x-2 max-sm:py-2">
            <td className="text-muted sm:py-2 sm:pr-4">
              <RelativeTime at={entry.at} />
            </td>
            <td className="sm:py-2 sm:pr-4">{entry.actor.name ?? actorNames[entry.actor.kind] ?? entry.actor.kind}</td>
            <td className="max-sm:w-full sm:py-2">
              <What entry={entry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const actorNames: Record<string, string> = {
  system: 'Infolett',
  bot: 'The bot',
  customer: 'A customer',
  member: 'A member',
}

function What({ entry: { type, data, conversationId } }: { entry: AuditEntryBody }) {
  const workspaceId = useWorkspaceId()
  const names = useNames(workspaceId)
  const detail = auditDetail(data, (id) => names.get(id))
  return (
    <>
      {auditWords(type)}
      {conversationId && (
        <>
          {' · '}
          <Link
            to="/$workspaceId/inbox/$view/$conversationId"
            params={{ workspaceId, view: 'open', conversationId }}
            className="text-accent underline"
          >
            conversation
          </Link>
        </>
      )}
      {detail && <div className="text-sm break-words text-muted">{detail}</div>}
    </>
  )
}

/** Of members and teams, by id. */
function useNames(workspaceId: Id): Map<Id, string> {
  const { data: members = [] } = useQuery(membersQuery(workspaceId))
  const { data: teams = [] } = useQuery(teamsQuery(workspaceId))
  return new Map([...members, ...teams].map(({ id, name }) => [id, name]))
}
