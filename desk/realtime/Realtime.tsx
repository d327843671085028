import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Id } from '#protocol/primitives.ts'
import { sendingHere } from '../composer/here.ts'
import { customersKey } from '../customer/queries.ts'
import { customerName } from '../inbox/preview.ts'
import { queryClient } from '../query-client.ts'
import { showToast } from '../ui/toast.ts'
import { useMembership } from '../workspace/membership.ts'
import { meQuery } from '../workspace/queries.ts'
import { connect } from './connection.ts'
import { eventHandlers, hear } from './events.ts'
import { type Keepers, keepersOf } from './keepers.ts'

/** Keeps the socket of this workspace open while it is on screen, and sends what waits to be sent. */
export function Realtime({ workspaceId }: { workspaceId: Id }) {
  const { memberId } = useMembership()
  const navigate = useNavigate()
  useEffect(() => {
    const openFailed = (conversationId: Id) =>
      navigate({
        to: '/$workspaceId/inbox/$view/$conversationId',
        params: { workspaceId, view: 'failed', conversationId },
      })
    return startRealtime(workspaceId, memberId, openFailed)
  }, [workspaceId, memberId, navigate])
  return null
}

function startRealtime(workspaceId: Id, memberId: Id, openFailed: (conversationId: Id) => void): () => void {
  const keepers = keepersOf(workspaceId, memberId)
  const handlers = eventHandlers(keepers.desk, keepers, {
    onMyFailure: ({ delivery }, conversation) =>
      showToast(sayFailure(customerName(conversation), delivery.state === 'failed'), {
        isFailure: true,
        open: () => openFailed(conversation.id),
      }),
  })
  const sending = sendingHere(workspaceId, memberId)
  const stopWatching = keepers.watchReading()
  const disconnect = connect({
    workspaceId,
    onEvent: (event) => hear(handlers, event),
    onTurnedAway: () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
    onWelcome: () => {
      sending.wake()
      catchUpAll(keepers)
    },
  })
  sending.start()
  return () => {
    disconnect()
    stopWatching()
    sending.stop()
    keepers.timelines.stop()
  }
}

const sayFailure = (name: string, isWhole: boolean) =>
  isWhole ? `Your answer to ${name} was not delivered.` : `Your answer to ${name} did not reach everybody.`

/** Events that passed while there was no connection are gone: what is on screen is read anew. */
function catchUpAll({ desk, lists, timelines }: Keepers) {
  timelines.resume()
  lists.readAnew()
  void queryClient.invalidateQueries({ queryKey: customersKey(desk.workspaceId) })
}
