import type { Id } from '#protocol/primitives.ts'

/** Keeps the socket of this workspace open while it is on screen. */
export function Realtime(_: { workspaceId: Id }) {
  return null
}
