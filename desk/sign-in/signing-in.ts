import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { api } from '../api.ts'

type Credentials = { email: string; password: string }

/** Gives whether a second step is needed. */
export function usePasswordSignIn(onDone: () => void, onSecondStep: () => void) {
  return useMutation({
    mutationFn: (credentials: Credentials) =>
      api.post<{ twoFactorRedirect?: boolean }>('/auth/sign-in/email', { ...credentials, rememberMe: true }),
    meta: { isSigningIn: true },
    onSuccess: ({ twoFactorRedirect }) => (twoFactorRedirect ? onSecondStep() : onDone()),
  })
}

type SecondStep = { code: string; isBackupCode: boolean; isTrusted: boolean }

export function useSecondStep(onDone: () => void) {
  return useMutation({
    mutationFn: ({ code, isBackupCode, isTrusted }: SecondStep) =>
      isBackupCode
        ? api.post('/auth/two-factor/verify-backup-code', { code: code.trim(), trustDevice: isTrusted })
        : api.post('/auth/two-factor/verify-totp', { code: code.replace(/\s/g, ''), trustDevice: isTrusted }),
    meta: { isSigningIn: true },
    onSuccess: onDone,
  })
}

export function usePasskeySignIn(onDone: () => void) {
  return useMutation({
    mutationFn: async () => (await import('./passkeys.ts')).signInWithPasskey(),
    meta: { isSigningIn: true },
    onSuccess: onDone,
  })
}

/** Goes where the person wanted to be, and forgets what another one may have left behind. */
export function useEntering(next: string | undefined) {
  const queryClient = useQueryClient()
  const router = useRouter()
  return () => {
    queryClient.clear()
    router.history.push(next ?? '/desk/')
  }
}
