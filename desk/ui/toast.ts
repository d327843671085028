import { Toast } from '@base-ui/react/toast'

export const toasts = Toast.createToastManager()

const SECONDS = 1_000

type ToastOptions = {
  /** Takes back what the toast tells; offered for ten seconds. */
  undo?: () => void
  isFailure?: boolean
}

/** Says in a corner what was done, or that it could not be; from anywhere. */
export function showToast(text: string, { undo, isFailure = false }: ToastOptions = {}): void {
  const id = toasts.add({
    title: text,
    type: isFailure ? 'failure' : 'done',
    priority: isFailure ? 'high' : 'low',
    timeout: (undo || isFailure ? 10 : 5) * SECONDS,
    actionProps: undo && {
      children: 'Undo',
      onClick: () => {
        toasts.close(id)
        undo()
      },
    },
  })
}
