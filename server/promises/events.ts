/** What happens to promises. Open desks and chat windows hear of each within a moment. */
export type PromiseEventType = 'opening-hours.changed' | 'break.started' | 'break.ended' | 'promise.changed'

const types: Record<PromiseEventType, true> = {
  'opening-hours.changed': true,
  'break.started': true,
  'break.ended': true,
  'promise.changed': true,
}

export const isPromiseEvent = (type: string): type is PromiseEventType => Object.hasOwn(types, type)
