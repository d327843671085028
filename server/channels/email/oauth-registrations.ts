import type { Settings } from '#platform/settings.ts'
import type { Registration, Registrations } from './oauth.ts'

/** With whom the operator registered this server, so that people can sign in there for their mailboxes. */
export const registrationsOf = ({ google, microsoft }: Pick<Settings, 'google' | 'microsoft'>): Registrations => ({
  ...(google ? { gmail: withGoogle(google) } : {}),
  ...(microsoft ? { microsoft365: withMicrosoft(microsoft) } : {}),
})

/** https://developers.google.com/identity/protocols/oauth2/web-server: a refresh token comes only to who asks for `offline`. */
const withGoogle = ({ clientId, clientSecret, signInUrl }: NonNullable<Settings['google']>): Registration => ({
  called: 'Google',
  clientId,
  clientSecret,
  secretExpiresAt: null,
  authorizeUrl: `${signInUrl ?? 'https://accounts.google.com'}/o/oauth2/v2/auth`,
  tokenUrl: `${signInUrl ?? 'https://oauth2.googleapis.com'}/token`,
  scopes: ['https://mail.google.com/'],
  extras: { access_type: 'offline', prompt: 'consent' },
  idleDays: null,
})

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow; an unused refresh token lives 90 days. */
function withMicrosoft(registered: NonNullable<Settings['microsoft']>): Registration {
  const { clientId, clientSecret, secretExpiresAt, tenant, signInUrl } = registered
  const mailUrl = mailUrls.get(new URL(signInUrl).hostname) ?? 'https://outlook.office.com'
  return {
    called: 'Microsoft',
    clientId,
    clientSecret,
    secretExpiresAt,
    authorizeUrl: `${signInUrl}/${tenant}/oauth2/v2.0/authorize`,
    tokenUrl: `${signInUrl}/${tenant}/oauth2/v2.0/token`,
    scopes: [`${mailUrl}/IMAP.AccessAsUser.All`, `${mailUrl}/SMTP.Send`, 'offline_access'],
    extras: { prompt: 'select_account' },
    idleDays: 90,
  }
}

/** National clouds name their mail differently. */
const mailUrls = new Map([
  ['login.microsoftonline.us', 'https://outlook.office365.us'],
  ['login.partner.microsoftonline.cn', 'https://partner.outlook.cn'],
  ['login.chinacloudapi.cn', 'https://partner.outlook.cn'],
])
