import type { EmailSettings, MailProvider, MailServer } from '#protocol/email.ts'

type Where = Pick<MailServer, 'host' | 'port' | 'security'>

/** What is known of one who keeps mailboxes. */
export type ProviderFacts = {
  provider: MailProvider
  name: string
  /** Addresses at these domains are theirs … */
  domains: string[]
  /** … and those of any domain whose mail is taken by a host whose name ends like this. */
  mailExchangers: string[]
  imap: Where
  smtp: Where
  /** Whether name+anything@ is sure to reach name@. */
  hasPlusAddresses: boolean
  junkFolder: string | null
  /** Where a copy of what we send is put; null: the provider does that by itself. */
  sentFolder: string | null
  /** Whether passwords are accepted at all. */
  takesPasswords: boolean
  passwordHint: { text: string; url: string | null } | null
}

const tls = (host: string, port: number): Where => ({ host, port, security: 'tls' })
const starttls = (host: string, port: number): Where => ({ host, port, security: 'starttls' })

const appPassword = (name: string, url: string) => ({
  text: `${name} does not take the account’s own password here. Make an app password and enter that.`,
  url,
})

export const providers: ProviderFacts[] = [
  {
    provider: 'gmail',
    name: 'Gmail',
    domains: ['gmail.com', 'googlemail.com'],
    mailExchangers: ['google.com', 'googlemail.com'],
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
    hasPlusAddresses: true,
    junkFolder: '[Gmail]/Spam',
    sentFolder: null,
    takesPasswords: true,
    passwordHint: appPassword('Google', 'https://myaccount.google.com/apppasswords'),
  },
  {
    provider: 'microsoft365',
    name: 'Outlook.com',
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    mailExchangers: [],
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp-mail.outlook.com', 587),
    hasPlusAddresses: true,
    junkFolder: 'Junk',
    sentFolder: null,
    takesPasswords: false,
    passwordHint: null,
  },
  {
    provider: 'microsoft365',
    name: 'Microsoft 365',
    domains: [],
    mailExchangers: ['mail.protection.outlook.com', 'mx.microsoft', 'office365.us'],
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp.office365.com', 587),
    hasPlusAddresses: true,
    junkFolder: 'Junk Email',
    sentFolder: null,
    takesPasswords: false,
    passwordHint: null,
  },
  {
    provider: 'icloud',
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    mailExchangers: ['mail.icloud.com'],
    imap: tls('imap.mail.me.com', 993),
    smtp: starttls('smtp.mail.me.com', 587),
    hasPlusAddresses: true,
    junkFolder: 'Junk',
    sentFolder: 'Sent Messages',
    takesPasswords: true,
    passwordHint: appPassword('Apple', 'https://account.apple.com/account/manage'),
  },
  {
    provider: 'zone',
    name: 'Zone',
    domains: [],
    mailExchangers: ['zone.eu', 'zone.ee', 'zonevs.eu'],
    imap: tls('imap.zone.eu', 993),
    smtp: tls('smtp.zone.eu', 465),
    hasPlusAddresses: false,
    junkFolder: 'Junk',
    sentFolder: 'Sent',
    takesPasswords: true,
    passwordHint: { text: 'It is the password of this mailbox, not the one of My Zone.', url: null },
  },
  {
    provider: 'veebimajutus',
    name: 'Veebimajutus',
    domains: [],
    mailExchangers: ['veebimajutus.ee', 'elkdata.ee'],
    imap: tls('mail.veebimajutus.ee', 993),
    smtp: tls('mail.veebimajutus.ee', 465),
    hasPlusAddresses: false,
    junkFolder: 'Junk',
    sentFolder: 'Sent',
    takesPasswords: true,
    passwordHint: { text: 'It is the password of this mailbox, not the one of the customer area.', url: null },
  },
  {
    provider: 'telia',
    name: 'Telia (Estonia)',
    domains: ['hot.ee', 'online.ee', 'neti.ee', 'estpak.ee', 'solo.delfi.ee'],
    mailExchangers: ['neti.ee', 'hot.ee', 'telia.ee', 'estpak.ee'],
    imap: tls('mail.hot.ee', 993),
    smtp: tls('mail.hot.ee', 465),
    hasPlusAddresses: false,
    junkFolder: 'Junk',
    sentFolder: 'Sent',
    takesPasswords: true,
    passwordHint: null,
  },
  {
    provider: 'telia',
    name: 'Telia (Finland)',
    domains: ['inet.fi', 'pp.inet.fi', 'sonera.inet.fi'],
    mailExchangers: ['inet.fi', 'telia.fi', 'sonera.fi'],
    imap: tls('mail.inet.fi', 993),
    smtp: tls('mail.inet.fi', 465),
    hasPlusAddresses: false,
    junkFolder: 'Junk',
    sentFolder: 'Sent',
    takesPasswords: true,
    passwordHint: null,
  },
]

export const providerOfDomain = (domain: string): ProviderFacts | undefined =>
  providers.find(({ domains }) => domains.includes(domain))

export const providerOfExchanger = (host: string): ProviderFacts | undefined =>
  providers.find(({ mailExchangers }) => mailExchangers.some((end) => host === end || host.endsWith(`.${end}`)))

/** How to read and send at this provider, as far as it goes without asking anybody. */
export const settingsFor = (
  address: string,
  facts: Pick<ProviderFacts, 'provider' | 'imap' | 'smtp' | 'hasPlusAddresses' | 'junkFolder' | 'sentFolder'>,
  signIn: EmailSettings['signIn'],
): EmailSettings => ({
  provider: facts.provider,
  signIn,
  imap: { ...facts.imap, user: readingUser(facts.provider, address) },
  smtp: { ...facts.smtp, user: address },
  folders: ['INBOX'],
  junkFolder: facts.junkFolder,
  sentFolder: facts.sentFolder,
  hasPlusAddresses: facts.hasPlusAddresses,
})

/** iCloud's reading server knows its own addresses by the part before the @. */
const readingUser = (provider: MailProvider, address: string): string =>
  provider === 'icloud' ? address.replace(/@(icloud|me|mac)\.com$/, '') : address
