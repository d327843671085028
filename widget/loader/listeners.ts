import type { WidgetPageEvent } from '#protocol/widget.ts'

type Listener = (event: WidgetPageEvent) => void

/** Who on the page listens to what. A listener that fails is the page's own affair and stops nobody else. */
export function createListeners() {
  const listeners: Partial<Record<string, Set<Listener>>> = {}
  return {
    add(type: WidgetPageEvent['type'], listener: Listener) {
      listeners[type] = (listeners[type] ?? new Set()).add(listener)
    },
    remove(type: WidgetPageEvent['type'], listener: Listener) {
      listeners[type]?.delete(listener)
    },
    say(event: WidgetPageEvent) {
      for (const listener of listeners[event.type] ?? []) {
        try {
          listener(event)
        } catch (error) {
          reportError(error)
        }
      }
    },
  }
}
