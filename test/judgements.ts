import { randomUUID } from 'node:crypto'
import type { Role } from '#protocol/members.ts'
import type { Access } from '#workspaces/gate.ts'
import { NO_PICTURE } from './correspondence.ts'
import { hoursWith, type Shop } from './shop.ts'
import type { Person } from './world.ts'

/** Who makes a request: from a post in the shop, or just a person with an account. */
export type Asker = { post: Role; person: Person }
export type Parts = { params?: Record<string, string>; query?: Record<string, string>; body?: unknown }
/** What is answered, and why that is right although it is not what one would expect. */
export type Exception = { status: number; why: string; mayShow?: true }

/** How a route is judged: who may, and how a request looks that they can make. */
export type Judgement = {
  may: Access
  asks?: (shop: Shop, asker: Asker) => Parts | Promise<Parts>
  /** Where not everybody may who is signed in: who may. */
  by?: Role
  /** It takes a person with a password. */
  needsPassword?: true
  /** What somebody gets who may; success unless said. */
  gets?: Exception
  /** The same with ids in more places than are needed. */
  asksMore?: Judgement['asks']
  /** By its place (`body.memberId`): what is answered when one id of a good request is another workspace's; 404 unless said. */
  foreign?: Record<string, Exception>
  /** Asked again in the same way, it is refused. */
  isOnce?: true
  /** What another visitor of the same workspace gets who asks with these ids. */
  otherVisitor?: Exception
}

export const PASSWORD = 'rowan berries in autumn'

const inConversation = ({ conversationId }: Shop) => ({ params: { conversationId } })
const withMessage = ({ conversationId, replyId }: Shop) => ({ params: { conversationId, messageId: replyId } })
const inLetters = ({ lettersId }: Shop) => ({ params: { conversationId: lettersId } })
const withLetter = ({ lettersId, letterId }: Shop) => ({ params: { conversationId: lettersId, messageId: letterId } })
const draft = ({ conversationId, drafts }: Shop, { post }: Asker): Parts => ({
  params: { conversationId },
  body: { clientId: randomUUID(), text: 'Tere!', attachmentIds: [drafts[post]] },
})
const ofMember =
  (post: 'spare' | 'away') =>
  ({ agents }: Shop): Parts => ({ params: { memberId: agents[post].id } })
const inTeam = ({ teamId, agents }: Shop): Parts => ({ params: { teamId, memberId: agents.spare.id } })
const inMailbox = ({ mailboxId }: Shop): Parts => ({ params: { channelId: mailboxId } })
const noServers = { provider: 'other', signIn: 'password', imap: null, smtp: null }
const tomorrow = () => new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString()
const inAnHour = () => new Date(Date.now() + 60 * 60 * 1000).toISOString()
const anyAddress = (): string => `${randomUUID()}@left.example`
const anyName = (): string => `Name ${randomUUID().slice(0, 8)}`

/** One pixel. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const noPart = { status: 200, why: 'Nobody of another workspace has a part that could end.' }
const otherShop = { status: 401, why: 'There, this visitor is not known.' }
const emptyPage = { status: 200, why: 'It only narrows a list of one’s own.' }
const publicFace = { status: 200, why: 'Any page may show any chat window: its key is public.', mayShow: true } as const
const notYours = { status: 401, why: 'The way in which better-auth refuses.' }
const noAuthenticator = (status: number) => ({ status, why: 'It takes an authenticator; see sign-in.test.ts.' })

/** Every route that the API documentation lists. A route that is missing here fails `isolation.test.ts`. */
export const judgements: Record<string, Judgement> = {
  'POST /api/auth/sign-in/email': {
    may: 'public',
    asks: (_shop, { person }) => ({ body: { email: person.email, password: PASSWORD } }),
    needsPassword: true,
  },
  'POST /api/auth/two-factor/verify-totp': {
    may: 'public',
    asks: () => ({ body: { code: '000000' } }),
    gets: noAuthenticator(401),
  },
  'POST /api/auth/two-factor/verify-backup-code': {
    may: 'public',
    asks: () => ({ body: { code: '00000-00000' } }),
    gets: noAuthenticator(401),
  },
  'POST /api/auth/two-factor/enable': {
    may: 'user',
    asks: () => ({ body: { password: PASSWORD } }),
    needsPassword: true,
  },
  'POST /api/auth/two-factor/disable': {
    may: 'user',
    asks: () => ({ body: { password: PASSWORD } }),
    needsPassword: true,
  },
  'POST /api/auth/two-factor/generate-backup-codes': {
    may: 'user',
    asks: () => ({ body: { password: PASSWORD } }),
    needsPassword: true,
    gets: noAuthenticator(400),
  },
  'GET /api/auth/passkey/generate-authenticate-options': { may: 'public' },
  'POST /api/auth/passkey/verify-authentication': {
    may: 'public',
    asks: () => ({ body: { response: { id: 'none' } } }),
    gets: noAuthenticator(400),
  },
  'GET /api/auth/passkey/generate-register-options': { may: 'user' },
  'POST /api/auth/passkey/verify-registration': {
    may: 'user',
    asks: () => ({ body: { response: { id: 'none' } } }),
    gets: noAuthenticator(400),
  },
  'GET /api/auth/passkey/list-user-passkeys': { may: 'user' },
  'POST /api/auth/passkey/update-passkey': {
    may: 'user',
    asks: (_shop, { person }) => ({ body: { id: person.passkeyId, name: 'Phone' } }),
    foreign: { 'body.id': notYours },
  },
  'POST /api/auth/passkey/delete-passkey': {
    may: 'user',
    asks: (_shop, { person }) => ({ body: { id: person.passkeyId } }),
    foreign: { 'body.id': notYours },
  },
  'POST /api/auth/sign-out': { may: 'public', asks: () => ({ body: {} }) },
  'POST /api/auth/change-password': {
    may: 'user',
    asks: () => ({ body: { currentPassword: PASSWORD, newPassword: `${PASSWORD} again` } }),
    needsPassword: true,
  },
  'GET /api/auth/get-session': { may: 'user' },
  'GET /api/auth/list-sessions': { may: 'user' },
  'POST /api/auth/revoke-session': {
    may: 'user',
    asks: (_shop, { person }) => ({ body: { token: person.sessionToken } }),
    foreign: { 'body.token': { status: 200, why: 'Whether somebody else has such a session is not told.' } },
  },
  'POST /api/auth/revoke-other-sessions': { may: 'user', asks: () => ({ body: {} }) },
  'GET /api/auth/magic-link/verify': {
    may: 'public',
    asks: async (_shop, { person }) => ({ query: { token: await person.signInToken(), callbackURL: '/desk' } }),
    gets: { status: 302, why: 'It leads to the desk.' },
  },

  'GET /api/setup': { may: 'public' },
  'POST /api/setup': {
    may: 'public',
    asks: () => ({
      body: {
        token: 'guessed',
        workspaceName: 'Mine',
        language: 'en',
        timeZone: 'UTC',
        name: 'Eve',
        email: 'eve@shop.example',
        password: PASSWORD,
      },
    }),
    gets: { status: 403, why: 'It takes the token that the server printed; see coming-in.test.ts.' },
  },
  'GET /api/me': { may: 'user' },
  'POST /api/workspaces': {
    may: 'user',
    by: 'owner',
    asks: () => ({ body: { name: 'Another shop', language: 'en', timeZone: 'UTC' } }),
  },
  'GET /api/invitations/{token}': { may: 'public', asks: (shop) => ({ params: { token: shop.invitationToken } }) },
  'POST /api/invitations/{token}/acceptance': {
    may: 'public',
    asks: (shop) => ({ params: { token: shop.invitationToken }, body: { name: 'Nell', password: PASSWORD } }),
  },
  'POST /api/password-links/{token}': {
    may: 'public',
    asks: (shop) => ({ params: { token: shop.passwordToken }, body: { password: PASSWORD } }),
  },

  'GET /api/workspaces/{workspaceId}': { may: 'collaborator' },
  'PATCH /api/workspaces/{workspaceId}': { may: 'admin', asks: () => ({ body: { name: anyName() } }) },
  'GET /api/workspaces/{workspaceId}/audit': {
    may: 'admin',
    asksMore: ({ replyId }) => ({ query: { before: replyId, limit: '10' } }),
    foreign: { 'query.before': emptyPage },
  },
  'GET /api/workspaces/{workspaceId}/invitations': { may: 'admin' },
  'POST /api/workspaces/{workspaceId}/invitations': {
    may: 'admin',
    asks: () => ({ body: { email: `${randomUUID()}@shop.example`, role: 'agent' } }),
  },
  'DELETE /api/workspaces/{workspaceId}/invitations/{invitationId}': {
    may: 'admin',
    asks: ({ invitationId }) => ({ params: { invitationId } }),
  },
  'GET /api/workspaces/{workspaceId}/members': { may: 'collaborator' },
  'PATCH /api/workspaces/{workspaceId}/members/{memberId}': {
    may: 'collaborator',
    asks: ({ agents }, { post }) => ({ params: { memberId: agents[post].id }, body: { name: anyName() } }),
  },
  'GET /api/workspaces/{workspaceId}/channels/{channelId}/page-card': {
    may: 'agent',
    asks: ({ channelId }) => ({ params: { channelId }, query: { url: 'https://nowhere.example/' } }),
    gets: { status: 404, why: 'The shop names no pages of its own.' },
  },
  'POST /api/workspaces/{workspaceId}/members/{memberId}/photo': {
    may: 'collaborator',
    asks: ({ agents }, { post }) => ({ params: { memberId: agents[post].id }, body: PHOTO }),
  },
  'DELETE /api/workspaces/{workspaceId}/members/{memberId}/photo': {
    may: 'collaborator',
    asks: ({ agents }, { post }) => ({ params: { memberId: agents[post].id } }),
  },
  'PUT /api/workspaces/{workspaceId}/members/{memberId}/deactivation': { may: 'admin', asks: ofMember('spare') },
  'DELETE /api/workspaces/{workspaceId}/members/{memberId}/deactivation': { may: 'admin', asks: ofMember('away') },
  'POST /api/workspaces/{workspaceId}/members/{memberId}/password-links': { may: 'admin', asks: ofMember('spare') },
  'GET /api/workspaces/{workspaceId}/teams': { may: 'collaborator' },
  'POST /api/workspaces/{workspaceId}/teams': { may: 'admin', asks: () => ({ body: { name: anyName() } }) },
  'PATCH /api/workspaces/{workspaceId}/teams/{teamId}': {
    may: 'admin',
    asks: ({ teamId }) => ({ params: { teamId }, body: { name: anyName() } }),
  },
  'DELETE /api/workspaces/{workspaceId}/teams/{teamId}': {
    may: 'admin',
    asks: ({ teamId }) => ({ params: { teamId } }),
    foreign: { 'params.teamId': { status: 204, why: 'There is no such team here, as was asked for.' } },
  },
  'PUT /api/workspaces/{workspaceId}/teams/{teamId}/members/{memberId}': { may: 'admin', asks: inTeam },
  'DELETE /api/workspaces/{workspaceId}/teams/{teamId}/members/{memberId}': {
    may: 'admin',
    asks: inTeam,
    foreign: { 'params.memberId': noPart },
  },
  'GET /api/workspaces/{workspaceId}/api-keys': { may: 'agent' },
  'POST /api/workspaces/{workspaceId}/api-keys': { may: 'agent', asks: () => ({ body: { name: anyName() } }) },
  'DELETE /api/workspaces/{workspaceId}/api-keys/{apiKeyId}': {
    may: 'agent',
    asks: ({ keys }, { post }) => ({ params: { apiKeyId: keys[post].id } }),
    isOnce: true,
  },
  'GET /api/workspaces/{workspaceId}/channels': { may: 'agent' },
  'POST /api/workspaces/{workspaceId}/channels': {
    may: 'admin',
    asks: () => ({ body: { kind: 'chat', name: anyName(), settings: {} } }),
  },
  'PATCH /api/workspaces/{workspaceId}/channels/{channelId}': {
    may: 'admin',
    asks: ({ channelId }) => ({ params: { channelId }, body: { name: anyName() } }),
  },
  'POST /api/workspaces/{workspaceId}/channels/{channelId}/identity-secret': {
    may: 'admin',
    asks: ({ channelId }) => ({ params: { channelId } }),
  },

  'GET /api/workspaces/{workspaceId}/opening-hours': { may: 'agent' },
  'PUT /api/workspaces/{workspaceId}/opening-hours': { may: 'admin', asks: () => ({ body: hoursWith('Jõulud') }) },
  'DELETE /api/workspaces/{workspaceId}/opening-hours': { may: 'admin' },
  'POST /api/workspaces/{workspaceId}/opening-hours/previews': {
    may: 'admin',
    asks: () => ({ body: hoursWith('Jõulud') }),
  },
  'GET /api/workspaces/{workspaceId}/channels/{channelId}/opening-hours': {
    may: 'agent',
    asks: ({ channelId }) => ({ params: { channelId } }),
  },
  'PUT /api/workspaces/{workspaceId}/channels/{channelId}/opening-hours': {
    may: 'admin',
    asks: ({ channelId }) => ({ params: { channelId }, body: hoursWith('Jõulud') }),
  },
  'DELETE /api/workspaces/{workspaceId}/channels/{channelId}/opening-hours': {
    may: 'admin',
    asks: ({ channelId }) => ({ params: { channelId } }),
  },
  'GET /api/workspaces/{workspaceId}/channels/{channelId}/promise': {
    may: 'agent',
    asks: ({ channelId }) => ({ params: { channelId } }),
  },
  'PUT /api/workspaces/{workspaceId}/channels/{channelId}/promise': {
    may: 'admin',
    asks: ({ channelId }) => ({
      params: { channelId },
      body: { promise: { amount: 60, unit: 'seconds' }, offersCallback: true },
    }),
  },
  'DELETE /api/workspaces/{workspaceId}/channels/{channelId}/promise': {
    may: 'admin',
    asks: ({ channelId }) => ({ params: { channelId } }),
  },
  'GET /api/workspaces/{workspaceId}/holidays': {
    may: 'agent',
    asks: () => ({ query: { country: 'EE', year: '2026' } }),
  },
  'GET /api/workspaces/{workspaceId}/breaks': { may: 'agent' },
  'POST /api/workspaces/{workspaceId}/breaks': {
    may: 'agent',
    asks: ({ channelId }) => ({ body: { channelId, until: inAnHour() } }),
  },
  'DELETE /api/workspaces/{workspaceId}/breaks/{breakId}': {
    may: 'agent',
    asks: ({ breakId }) => ({ params: { breakId } }),
  },

  'GET /api/workspaces/{workspaceId}/mail-providers': {
    may: 'admin',
    asks: () => ({ query: { address: 'shop@gmail.com' } }),
  },
  'POST /api/workspaces/{workspaceId}/mailbox-tests': {
    may: 'admin',
    asks: () => ({ body: { settings: noServers } }),
    asksMore: ({ mailboxId }) => ({ body: { settings: noServers, channelId: mailboxId } }),
  },
  'POST /api/workspaces/{workspaceId}/channels/email': {
    may: 'admin',
    asks: () => ({
      body: {
        name: anyName(),
        address: `${randomUUID()}@shop.example`,
        settings: { ...noServers, folders: [] },
        password: PASSWORD,
      },
    }),
  },
  'GET /api/workspaces/{workspaceId}/channels/{channelId}/mailbox': { may: 'agent', asks: inMailbox },
  'PATCH /api/workspaces/{workspaceId}/channels/{channelId}/mailbox': {
    may: 'admin',
    asks: (shop) => ({ ...inMailbox(shop), body: { name: anyName(), settings: { signature: anyName() } } }),
  },
  'PUT /api/workspaces/{workspaceId}/channels/{channelId}/mailbox/pause': { may: 'admin', asks: inMailbox },
  'DELETE /api/workspaces/{workspaceId}/channels/{channelId}/mailbox/pause': { may: 'admin', asks: inMailbox },
  'POST /api/workspaces/{workspaceId}/channels/{channelId}/mailbox/reconciliation': { may: 'admin', asks: inMailbox },
  'GET /api/workspaces/{workspaceId}/channels/{channelId}/mailbox/failed-mails': { may: 'agent', asks: inMailbox },
  'POST /api/workspaces/{workspaceId}/channels/{channelId}/mailbox/failed-mails/retry': {
    may: 'admin',
    asks: inMailbox,
  },
  'POST /api/workspaces/{workspaceId}/channels/{channelId}/mail-consent': {
    may: 'admin',
    asks: inMailbox,
    // With an API key there is no browser to go to the provider with; see oauth.test.ts.
    isOnce: true,
  },
  'GET /api/mail-consent/callback': {
    may: 'public',
    asks: () => ({ query: { state: 'guessed', code: 'guessed' } }),
    gets: { status: 400, why: 'It takes the state that the server gave; see oauth.test.ts.' },
  },

  'GET /api/workspaces/{workspaceId}/inbox': {
    may: 'collaborator',
    asks: () => ({ query: { view: 'open' } }),
    asksMore: ({ teamId, channelId }) => ({ query: { view: 'open', teamId, channelId } }),
    foreign: { 'query.teamId': emptyPage, 'query.channelId': emptyPage },
  },
  'GET /api/workspaces/{workspaceId}/inbox/counts': { may: 'collaborator' },
  'GET /api/workspaces/{workspaceId}/conversations/{conversationId}': {
    may: 'collaborator',
    asks: inConversation,
    asksMore: ({ conversationId, replyId }) => ({ params: { conversationId }, query: { before: replyId } }),
    foreign: { 'query.before': emptyPage },
  },
  'GET /api/workspaces/{workspaceId}/conversations/{conversationId}/changes': {
    may: 'collaborator',
    asks: ({ conversationId }) => ({ params: { conversationId }, query: { since: '0' } }),
  },
  'POST /api/workspaces/{workspaceId}/conversations/{conversationId}/messages': {
    may: 'agent',
    asks: draft,
    isOnce: true,
  },
  'POST /api/workspaces/{workspaceId}/conversations/{conversationId}/notes': {
    may: 'collaborator',
    asks: draft,
    isOnce: true,
  },
  'GET /api/workspaces/{workspaceId}/conversations/{conversationId}/reply-recipients': {
    may: 'agent',
    asks: inLetters,
  },
  'DELETE /api/workspaces/{workspaceId}/conversations/{conversationId}/messages/{messageId}/delivery': {
    may: 'agent',
    asks: ({ lettersId, answers }, { post }) => ({
      params: { conversationId: lettersId, messageId: post === 'collaborator' ? answers.agent : answers[post] },
    }),
  },
  'GET /api/workspaces/{workspaceId}/conversations/{conversationId}/messages/{messageId}/html': {
    may: 'collaborator',
    asks: withLetter,
  },
  'GET /api/workspaces/{workspaceId}/conversations/{conversationId}/messages/{messageId}/text': {
    may: 'collaborator',
    asks: withLetter,
  },
  'GET /api/workspaces/{workspaceId}/conversations/{conversationId}/messages/{messageId}/original': {
    may: 'collaborator',
    asks: withLetter,
  },
  'GET /api/workspaces/{workspaceId}/conversations/{conversationId}/messages/{messageId}/images': {
    may: 'collaborator',
    asks: (shop) => ({ ...withLetter(shop), query: { url: NO_PICTURE, signature: shop.pictureSignature } }),
    gets: { status: 404, why: 'Nothing is fetched from an inner network; see reading-letters.test.ts.' },
  },
  'PUT /api/workspaces/{workspaceId}/conversations/{conversationId}/spam': {
    may: 'agent',
    asks: (shop) => ({ ...inLetters(shop), body: { blocks: 'address' } }),
  },
  'DELETE /api/workspaces/{workspaceId}/conversations/{conversationId}/spam': { may: 'agent', asks: inLetters },
  'GET /api/workspaces/{workspaceId}/blocked-senders': { may: 'agent' },
  'POST /api/workspaces/{workspaceId}/blocked-senders': {
    may: 'agent',
    asks: () => ({ body: { value: `${randomUUID()}.example` } }),
  },
  'DELETE /api/workspaces/{workspaceId}/blocked-senders/{blockedSenderId}': {
    may: 'agent',
    asks: ({ blockedSenderId }) => ({ params: { blockedSenderId } }),
    foreign: { 'params.blockedSenderId': { status: 204, why: 'Nobody is blocked by that id here, as was asked for.' } },
  },
  'PUT /api/workspaces/{workspaceId}/conversations/{conversationId}/customer': {
    may: 'agent',
    asks: (shop) => ({ ...inLetters(shop), body: { email: `${randomUUID()}@customer.example` } }),
  },
  'POST /api/workspaces/{workspaceId}/conversations/{conversationId}/splits': {
    may: 'agent',
    asks: (shop) => ({ ...inLetters(shop), body: { messageId: shop.otherLetterId } }),
    isOnce: true,
  },
  'DELETE /api/workspaces/{workspaceId}/conversations/{conversationId}/splits/{begunId}': {
    may: 'agent',
    asks: ({ splitId, begunId }) => ({ params: { conversationId: splitId, begunId } }),
    isOnce: true,
  },
  'PUT /api/workspaces/{workspaceId}/conversations/{conversationId}/delivery-retries/{messageId}': {
    may: 'agent',
    asks: withMessage,
    isOnce: true,
  },
  'PUT /api/workspaces/{workspaceId}/conversations/{conversationId}/read': {
    may: 'collaborator',
    asks: ({ conversationId, messageId }) => ({ params: { conversationId }, body: { messageId } }),
  },
  'PUT /api/workspaces/{workspaceId}/conversations/{conversationId}/closure': { may: 'agent', asks: inConversation },
  'DELETE /api/workspaces/{workspaceId}/conversations/{conversationId}/closure': { may: 'agent', asks: inConversation },
  'PUT /api/workspaces/{workspaceId}/conversations/{conversationId}/pending': { may: 'agent', asks: inConversation },
  'DELETE /api/workspaces/{workspaceId}/conversations/{conversationId}/pending': { may: 'agent', asks: inConversation },
  'DELETE /api/workspaces/{workspaceId}/conversations/{conversationId}/failures': {
    may: 'agent',
    asks: inConversation,
  },
  'PUT /api/workspaces/{workspaceId}/conversations/{conversationId}/snooze': {
    may: 'agent',
    asks: (shop) => ({ ...inConversation(shop), body: { until: tomorrow() } }),
  },
  'DELETE /api/workspaces/{workspaceId}/conversations/{conversationId}/snooze': { may: 'agent', asks: inConversation },
  'PUT /api/workspaces/{workspaceId}/conversations/{conversationId}/assignment': {
    may: 'agent',
    asks: (shop) => ({ ...inConversation(shop), body: { memberId: shop.agents.spare.id, teamId: shop.teamId } }),
    foreign: {
      'body.memberId': { status: 409, why: 'A member who is not here cannot take it.' },
      'body.teamId': { status: 409, why: 'A team that is not here cannot take it.' },
    },
  },
  'DELETE /api/workspaces/{workspaceId}/conversations/{conversationId}/assignment': {
    may: 'agent',
    asks: inConversation,
  },
  'PUT /api/workspaces/{workspaceId}/conversations/{conversationId}/collaborators/{memberId}': {
    may: 'agent',
    asks: ({ conversationId, agents }) => ({ params: { conversationId, memberId: agents.bystander.id } }),
    foreign: { 'params.memberId': { status: 409, why: 'A member who is not here cannot be asked in.' } },
  },
  'DELETE /api/workspaces/{workspaceId}/conversations/{conversationId}/collaborators/{memberId}': {
    may: 'agent',
    asks: ({ conversationId, agents }) => ({ params: { conversationId, memberId: agents.collaborator.id } }),
    foreign: { 'params.memberId': noPart },
  },
  'POST /api/workspaces/{workspaceId}/attachments': {
    may: 'collaborator',
    asks: () => ({ query: { name: 'note.txt' }, body: Buffer.from('A file.') }),
  },
  'GET /api/workspaces/{workspaceId}/attachments/{attachmentId}': {
    may: 'collaborator',
    asks: ({ attachmentId }) => ({ params: { attachmentId } }),
  },
  'GET /api/workspaces/{workspaceId}/attachments/{attachmentId}/thumbnail': {
    may: 'collaborator',
    asks: ({ attachmentId }) => ({ params: { attachmentId } }),
  },
  'GET /api/workspaces/{workspaceId}/customers/{customerId}': {
    may: 'agent',
    asks: ({ customerId }) => ({ params: { customerId } }),
  },
  'PATCH /api/workspaces/{workspaceId}/customers/{customerId}': {
    may: 'agent',
    asks: ({ customerId }) => ({ params: { customerId }, body: { name: anyName() } }),
  },

  'GET /api/public/channels/{channelKey}/promise': {
    may: 'public',
    asks: ({ channelKey }) => ({ params: { channelKey } }),
    foreign: { 'params.channelKey': publicFace },
  },
  'GET /api/public/photos/{photo}': {
    may: 'public',
    asks: () => ({ params: { photo: `${'0'.repeat(64)}.webp` } }),
    gets: { status: 404, why: 'Nobody has this photo.' },
  },
  'GET /api/public/workspaces/{workspaceKey}/promise': {
    may: 'public',
    asks: ({ workspaceId }) => ({ params: { workspaceKey: workspaceId } }),
    foreign: { 'params.workspaceKey': publicFace },
  },
  'GET /api/widget/{channelKey}/config': {
    may: 'public',
    asks: ({ channelKey }) => ({ params: { channelKey } }),
    foreign: { 'params.channelKey': publicFace },
  },
  'POST /api/widget/{channelKey}/session': {
    may: 'public',
    asks: ({ channelKey, visitorToken }) => ({ params: { channelKey }, body: { token: visitorToken } }),
    foreign: {
      'params.channelKey': publicFace,
      'body.token': { status: 200, why: 'A token of elsewhere is answered with a new one, which knows nothing.' },
    },
  },
  'POST /api/widget/{channelKey}/address': {
    may: 'visitor',
    asks: ({ channelKey }) => ({ params: { channelKey }, body: { email: 'cleo@left.example' } }),
    foreign: { 'params.channelKey': otherShop },
    otherVisitor: { status: 200, why: 'It is kept as theirs.' },
  },
  'GET /api/widget/{channelKey}/unread': {
    may: 'visitor',
    asks: ({ channelKey }) => ({ params: { channelKey } }),
    foreign: { 'params.channelKey': otherShop },
    otherVisitor: { status: 200, why: 'They get their own count.' },
  },
  'GET /api/widget/{channelKey}/threads/{threadId}': {
    may: 'visitor',
    asks: ({ channelKey, threadId }) => ({ params: { channelKey, threadId } }),
    asksMore: ({ channelKey, threadId, messageId }) => ({
      params: { channelKey, threadId },
      query: { before: messageId },
    }),
    foreign: { 'params.channelKey': otherShop, 'query.before': emptyPage },
  },
  'GET /api/widget/{channelKey}/threads/{threadId}/rating': {
    may: 'visitor',
    asks: ({ channelKey, threadId }) => ({ params: { channelKey, threadId } }),
    foreign: { 'params.channelKey': otherShop },
  },
  'POST /api/widget/{channelKey}/threads/{threadId}/rating': {
    may: 'visitor',
    asks: ({ channelKey, threadId }) => ({ params: { channelKey, threadId }, body: { score: 4 } }),
    foreign: { 'params.channelKey': otherShop },
    gets: { status: 409, why: 'It is not closed; see rating.test.ts.' },
  },
  'POST /api/widget/{channelKey}/threads/{threadId}/transcript': {
    may: 'visitor',
    asks: ({ channelKey, threadId }) => ({ params: { channelKey, threadId }, body: { email: anyAddress() } }),
    foreign: { 'params.channelKey': otherShop },
  },
  'POST /api/widget/{channelKey}/threads/{threadId}/link': {
    may: 'visitor',
    asks: ({ channelKey, threadId }) => ({ params: { channelKey, threadId }, body: { email: anyAddress() } }),
    foreign: { 'params.channelKey': otherShop },
  },
  'POST /api/widget/{channelKey}/continuation': {
    may: 'public',
    asks: ({ channelKey, conversationLink }) => ({ params: { channelKey }, body: { link: conversationLink } }),
    foreign: { 'params.channelKey': { status: 410, why: 'A link is good for its own channel only.' } },
  },
  'POST /api/widget/{channelKey}/attachments': {
    may: 'visitor',
    asks: ({ channelKey }) => ({
      params: { channelKey },
      query: { name: 'note.txt' },
      body: Buffer.from('A file.'),
    }),
    foreign: { 'params.channelKey': otherShop },
    otherVisitor: { status: 201, why: 'Their own file.' },
  },
  'GET /api/widget/attachments/{attachmentId}': {
    may: 'public',
    asks: ({ attachmentId, attachmentLink }) => ({
      params: { attachmentId },
      query: Object.fromEntries(new URL(attachmentLink, 'http://shop.invalid').searchParams),
    }),
  },
}
