import type { MailProvider, MailServer } from '#protocol/email.ts'
import type { MailSignIn } from './email-channel.ts'
import { providers } from './providers.ts'
import { ServerOutOfReach } from './server-address.ts'

type Tried = { door: 'imap' | 'smtp'; server: MailServer; provider: MailProvider; signIn?: MailSignIn | object }
/** What is in the way, and what a shop's owner can do about it. */
export type Explanation = { problem: string; advice: string | null }

/** What a mail server, or the way to it, answered: in words for people who do not run mail servers. */
export function explainFailure(error: unknown, tried: Tried): Explanation {
  if (error instanceof ServerOutOfReach) return { problem: error.message, advice: null }
  const said = read(error)
  const found = explanations.find(({ applies }) => applies(said, tried))
  return found
    ? found.explain(tried, said)
    : { problem: `${tried.server.host} answered: ${cut(said.text)}`, advice: null }
}

type Said = { codes: Set<string>; text: string; isSignIn: boolean }

function read(error: unknown): Said {
  const told = isTelling(error) ? error : { message: String(error) }
  const codes = new Set([told.code, told.serverResponseCode].filter((code) => typeof code === 'string'))
  const text = [told.message, told.responseText, told.response, told.reason, told._err?.message]
    .filter((part) => typeof part === 'string')
    .join(' · ')
  return { codes, text, isSignIn: told.authenticationFailed === true || codes.has('EAUTH') }
}

type Telling = {
  message?: unknown
  code?: unknown
  serverResponseCode?: unknown
  responseText?: unknown
  response?: unknown
  reason?: unknown
  authenticationFailed?: unknown
  _err?: { message?: unknown }
}
const isTelling = (error: unknown): error is Telling => typeof error === 'object' && error !== null

type Rule = { applies: (said: Said, tried: Tried) => boolean; explain: (tried: Tried, said: Said) => Explanation }

/** The first that applies is told; those that know more come first. */
const explanations: Rule[] = [
  {
    applies: ({ text }) => /SmtpClientAuthentication is disabled/i.test(text),
    explain: ({ server }) => ({
      problem: `${server.host} does not let programs send from this mailbox.`,
      advice:
        'In the Microsoft 365 admin center open the user → Mail → Manage email apps, and allow “Authenticated SMTP”. It can take an hour to work.',
    }),
  },
  {
    applies: (said, tried) =>
      said.isSignIn &&
      hasPassword(tried) &&
      (/5\.7\.30|5\.7\.139|basic auth\w* is (disabled|not supported)/i.test(said.text) || wantsNoPassword(tried)),
    explain: () => ({
      problem: 'Microsoft no longer takes passwords from mail programs.',
      advice: 'Choose “Sign in with Microsoft” instead of a password.',
    }),
  },
  {
    applies: ({ text }) => /not enabled for IMAP|IMAP access is disabled|enable IMAP/i.test(text),
    explain: ({ server }) => ({
      problem: `Reading with IMAP is switched off for this mailbox at ${server.host}.`,
      advice:
        'Switch IMAP on in the mailbox’s own settings (in Gmail: Settings → Forwarding and POP/IMAP), then try again.',
    }),
  },
  {
    applies: ({ text }) => /too many (simultaneous )?connections|\[LIMIT\]|too many login/i.test(text),
    explain: ({ server }) => ({
      problem: `${server.host} says that too many programs are connected to this mailbox.`,
      advice: 'Close mail programs on other devices, or wait some minutes, then try again.',
    }),
  },
  {
    applies: ({ isSignIn, codes, text }) =>
      isSignIn &&
      (codes.has('UNAVAILABLE') || codes.has('INUSE') || /\b4[25][014][ -]|temporar|try again later/i.test(text)),
    explain: ({ server }) => ({
      problem: `${server.host} cannot check passwords right now.`,
      advice: 'That is on their side. Try again in some minutes.',
    }),
  },
  {
    applies: (said, tried) => said.isSignIn && !hasPassword(tried),
    explain: ({ server }) => ({
      problem: `${server.host} does not accept the sign-in for ${server.user}.`,
      advice:
        'Sign in again with the account that this mailbox belongs to. For a shared mailbox, the account must be allowed to open it and to send as it.',
    }),
  },
  {
    applies: (said, { provider }) =>
      said.isSignIn &&
      (provider === 'gmail' || provider === 'icloud' || /application-specific password/i.test(said.text)),
    explain: ({ provider, server }) => {
      const hint = providers.find((one) => one.provider === provider)?.passwordHint
      return {
        problem: `${server.host} does not accept this password.`,
        advice: `${hint?.text ?? 'It wants an app password in place of the account’s own.'}${hint?.url ? ` You make it at ${hint.url}.` : ''}`,
      }
    },
  },
  {
    applies: ({ isSignIn, text }) =>
      isSignIn && /Missing credentials|LOGINDISABLED|PRIVACYREQUIRED|Unsupported/i.test(text),
    explain: ({ server }) => ({
      problem: `${server.host} offers no way to sign in with a password on port ${server.port}.`,
      advice: 'Ask your provider which port is for mail programs: mostly 993 for reading, 465 or 587 for sending.',
    }),
  },
  {
    applies: ({ isSignIn }) => isSignIn,
    explain: ({ server }) => ({
      problem: `${server.host} does not accept the password for ${server.user}.`,
      advice:
        'Check the password by signing in to the provider’s web mail. Some providers want another user name than the address: see “Server settings”.',
    }),
  },
  {
    applies: ({ text, codes }) => codes.has('CERT_HAS_EXPIRED') || /certificate has expired/i.test(text),
    explain: ({ server }) => ({
      problem: `The certificate of ${server.host} has ended.`,
      advice:
        'Whoever runs this server has to renew it. We do not send your password to a server that may be somebody else.',
    }),
  },
  {
    applies: ({ text, codes }) =>
      codes.has('ERR_TLS_CERT_ALTNAME_INVALID') || /altnames|does not match certificate/i.test(text),
    explain: ({ server }) => ({
      problem: `The certificate shown by ${server.host} is for another name.`,
      advice: 'Enter the server by the name that your provider gives, which is often not your own domain.',
    }),
  },
  {
    applies: ({ text, codes }) =>
      /self.signed|unable to verify the first certificate|unable to get (local )?issuer|unknown ca\b/i.test(text) ||
      [...codes].some((code) => /SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/.test(code)),
    explain: ({ server }) => ({
      problem: `The certificate of ${server.host} is signed by an authority that nobody here knows.`,
      advice:
        'If it is your company’s own server, paste the certificate of your authority (PEM) under “Server settings”. Otherwise do not enter your password there.',
    }),
  },
  {
    applies: ({ text, codes }) =>
      /wrong version number|packet length too long|http request/i.test(text) ||
      codes.has('ERR_SSL_WRONG_VERSION_NUMBER') ||
      codes.has('ERR_SSL_PACKET_LENGTH_TOO_LONG'),
    explain: ({ server, door }) => ({
      problem: `Port ${server.port} of ${server.host} does not begin with TLS.`,
      advice: `Choose STARTTLS for this port, or port ${door === 'imap' ? 993 : 465} with TLS.`,
    }),
  },
  {
    applies: ({ text }) =>
      /unsupported protocol|handshake failure|dh key too small|no protocols available|ca md too weak/i.test(text),
    explain: ({ server }) => ({
      problem: `${server.host} knows only ways of encryption that are no longer safe.`,
      advice: 'Whoever runs this server has to bring it up to date (TLS 1.2 or later).',
    }),
  },
  {
    applies: ({ text, codes }, { server }) =>
      server.security === 'starttls' &&
      (/support STARTTLS/i.test(text) || (codes.has('ETLS') && /upgrading/i.test(text))),
    explain: ({ server, door }) => ({
      problem: `${server.host} does not offer encryption (STARTTLS) on port ${server.port}.`,
      advice: `Try port ${door === 'imap' ? 993 : 465} with TLS. Without encryption we send no password.`,
    }),
  },
  {
    applies: ({ codes, text }, { server }) =>
      server.security === 'starttls' &&
      (codes.has('GREETING_TIMEOUT') || codes.has('ClosedAfterConnectText') || /Greeting never received/i.test(text)),
    explain: ({ server }) => ({
      problem: `${server.host} says nothing on port ${server.port} when greeted without TLS.`,
      advice: 'This port probably begins with TLS: choose TLS instead of STARTTLS.',
    }),
  },
  {
    applies: ({ codes, text }) => codes.has('ECONNREFUSED') || /ECONNREFUSED/.test(text),
    explain: ({ server, door }) => ({
      problem: `${server.host} refuses connections on port ${server.port}.`,
      advice: `Check the port: ${door === 'imap' ? 'reading mostly uses 993 with TLS' : 'sending mostly uses 465 with TLS or 587 with STARTTLS'}.`,
    }),
  },
  {
    applies: ({ codes, text }) =>
      [
        'ETIMEDOUT',
        'ETIMEOUT',
        'CONNECT_TIMEOUT',
        'GREETING_TIMEOUT',
        'UPGRADE_TIMEOUT',
        'EHOSTUNREACH',
        'ENETUNREACH',
      ].some((code) => codes.has(code)) || /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/.test(text),
    explain: ({ server }) => ({
      problem: `${server.host} does not answer on port ${server.port}.`,
      advice: 'Check name and port. It may also be that a firewall on the way lets no mail through.',
    }),
  },
  {
    applies: ({ codes, text }) =>
      codes.has('ECONNRESET') ||
      codes.has('ClosedAfterConnectTLS') ||
      codes.has('NoConnection') ||
      /closed|reset|hang up|disconnected/i.test(text),
    explain: ({ server }, { text }) => ({
      problem: `${server.host} ended the connection on port ${server.port}.`,
      advice: /\b[245]\d\d[ -]/.test(text)
        ? `It said: ${cut(text)}`
        : 'Check port and encryption: 993 and 465 begin with TLS, 143 and 587 use STARTTLS.',
    }),
  },
]

const hasPassword = ({ signIn }: Tried): boolean => signIn !== undefined && 'pass' in signIn

const wantsNoPassword = ({ server }: Tried): boolean => /(^|\.)(office365\.com|outlook\.com)$/i.test(server.host)

const cut = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text)
