import { Toast } from '@base-ui/react/toast'
import { Check, TriangleAlert, X } from 'lucide-react'
import { toasts } from './toast.ts'

/** Where toasts appear; once in the application. F6 moves the focus there. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-4 left-18 z-50 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2 max-sm:top-16 max-sm:bottom-auto max-sm:left-4">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      // Unlike other dialogs it stands beside the page, not before it: shortcuts go on working.
      data-toast
      toast={toast}
      swipeDirection={['right', 'down']}
      className="rounded bg-text text-surface shadow-floating transition-opacity duration-100 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-center gap-2 py-1.5 pr-1.5 pl-3">
        {toast.type === 'failure' ? (
          <TriangleAlert size={16} aria-hidden="true" className="shrink-0" />
        ) : (
          <Check size={16} aria-hidden="true" className="shrink-0" />
        )}
        <Toast.Title className="min-w-0 flex-1 py-1 text-base" />
        <Toast.Action className="h-7 shrink-0 rounded border border-current/40 px-2 text-sm font-semibold hover:bg-surface/15" />
        <Toast.Close
          aria-label="Dismiss"
          className="inline-flex size-7 shrink-0 items-center justify-center rounded hover:bg-surface/15"
        >
          <X size={16} aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
