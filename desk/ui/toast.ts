import { Toast } from '@base-ui/react/toast'

export const toasts = Toast.createToastManager()

const SECONDS = 1_000

type ToastOptions = {
  /** Takes back what the toast tells; offered for ten seconds. */
  undo?: () => void
  /** Leads to what the toast tells of; offered as long. */
  open?: () => void
  isFailure?: boolean
}

/** Says in a corner what was done, or that it could not be; from anywhere. */
export function showToast(text: string, { undo, open, isFailure = false }: ToastOptions = {}): void {
  const act = undo ?? open
  const id = toasts.add({
    title: text,
    type: isFailure ? 'failure' : 'done',
    priority: isFailure ? 'high' : 'low',
    timeout: (isFailure && open ? 30 : act || isFailure ? 10 : 5) * SECONDS,
    actionProps: act && {
      children: undo ? 'Undo' : 'Open',
      onClick: () => {
        toasts.close(id)
        act()
      },
    },
  })
}
