import { ApiProblem, explain } from '../problem.ts'

const SENTENCES: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'E-mail and password do not belong together. Check both and try again.',
  INVALID_EMAIL: 'This is not an e-mail address.',
  INVALID_PASSWORD: 'The password is wrong.',
  PASSWORD_TOO_SHORT: 'The password is too short.',
  PASSWORD_TOO_LONG: 'The password is too long.',
  INVALID_CODE: 'The code is wrong or no longer valid. Wait for the next one and try again.',
  INVALID_BACKUP_CODE: 'The backup code is wrong or was used before.',
  INVALID_TWO_FACTOR_COOKIE: 'Too much time has passed since the password. Start again.',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'Too many wrong codes. Start again with your password.',
  ACCOUNT_TEMPORARILY_LOCKED: 'Too many wrong codes. Wait some minutes, then try again.',
  SESSION_NOT_FRESH: 'For this you must have signed in within the last day.',
  AUTH_CANCELLED: 'No passkey was used.',
  REGISTRATION_CANCELLED: 'No passkey was made.',
  ERROR_CEREMONY_ABORTED: 'No passkey was made.',
  PASSKEY_NOT_FOUND: 'This passkey is not known here. It may have been removed.',
  AUTHENTICATION_FAILED: 'The passkey could not be checked. Try again, or use your password.',
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'This device already has a passkey for you.',
  PREVIOUSLY_REGISTERED: 'This device already has a passkey for you.',
}

/** The sign-in's own refusals come with a code; everything else is explained as everywhere. */
export function explainAuth(error: unknown): string {
  return SENTENCES[authCode(error)] ?? explain(error)
}

/** For example `INVALID_CODE`; empty when there is none. */
export const authCode = (error: unknown): string => (error instanceof ApiProblem ? error.problem.type : '')
