import type { Database, Transaction } from '#platform/database/database.ts'
import { invalidInput, notAllowed, notFound } from '#platform/problems.ts'
import { hashToken, makeToken } from '#platform/secrets.ts'
import type { InvitationBody, NewInvitationBody, OpenInvitationBody, Role } from '#protocol/members.ts'
import { findUserByEmail, makeUser } from './account.ts'
import type { Agent } from './agent.ts'
import { recordAct } from './events.ts'
import { makeMember } from './member.ts'
import { accountExists, alreadyMember, linkExpired, otherInvitee } from './problems.ts'
import type { User } from './session.ts'

const DAYS_TO_ACCEPT = 7

/** Those that can still be accepted, newest first. */
export async function listInvitations(db: Database, { workspaceId }: Agent): Promise<InvitationBody[]> {
  const rows = await selectOpen(db).where('invitations.workspaceId', '=', workspaceId).orderBy('id', 'desc').execute()
  return rows.map(toBody)
}

/**
 * Invites someone by a link that is shown once; an earlier one for the same address stops working.
 * @throws alreadyMember
 * @throws notAllowed when an admin invites an owner
 */
export async function invite(
  trx: Transaction,
  agent: Agent,
  { email, role, url }: { email: string; role: Role; url: string },
): Promise<NewInvitationBody> {
  if (role === 'owner' && agent.role !== 'owner') throw notAllowed({ detail: 'Only an owner may invite an owner.' })
  const address = email.toLowerCase()
  await refuseMember(trx, agent, address)
  const now = new Date()
  await trx
    .updateTable('invitations')
    .set({ revokedAt: now })
    .where('workspaceId', '=', agent.workspaceId)
    .where('email', '=', address)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute()
  const { token, hash } = makeToken()
  const { id, createdAt, expiresAt } = await trx
    .insertInto('invitations')
    .values({
      workspaceId: agent.workspaceId,
      email: address,
      role,
      tokenHash: hash,
      invitedBy: agent.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + DAYS_TO_ACCEPT * 24 * 60 * 60 * 1000),
    })
    .returning(['id', 'createdAt', 'expiresAt'])
    .executeTakeFirstOrThrow()
  await recordAct(trx, agent, 'invitation.created', { invitationId: id, role })
  const link = `${url}/desk/invitation#${token}`
  return { ...toBody({ id, email: address, role, invitedBy: agent.name, createdAt, expiresAt }), link }
}

/** Takes an invitation back; doing it again changes nothing. @throws notFound */
export async function revokeInvitation(trx: Transaction, agent: Agent, invitationId: string): Promise<void> {
  const invitation = await trx
    .selectFrom('invitations')
    .where('workspaceId', '=', agent.workspaceId)
    .where('id', '=', invitationId)
    .select(['revokedAt', 'acceptedAt'])
    .forUpdate()
    .executeTakeFirst()
  if (!invitation) throw notFound()
  if (invitation.revokedAt || invitation.acceptedAt) return
  await trx
    .updateTable('invitations')
    .set({ revokedAt: new Date() })
    .where('workspaceId', '=', agent.workspaceId)
    .where('id', '=', invitationId)
    .execute()
  await recordAct(trx, agent, 'invitation.revoked', { invitationId })
}

/** What who holds the link may know. @throws linkExpired */
export async function getOpenInvitation(db: Database, token: string): Promise<OpenInvitationBody> {
  const invitation = await selectOpen(db)
    .innerJoin('workspaces', 'workspaces.id', 'invitations.workspaceId')
    .where('invitations.tokenHash', '=', hashToken(token))
    .select('workspaces.name as workspaceName')
    .executeTakeFirst()
  if (!invitation) throw linkExpired()
  const { workspaceName, email, role, invitedBy } = invitation
  return { workspaceName, email, role, invitedBy, hasAccount: (await findUserByEmail(db, email)) !== undefined }
}

/** Who accepts: someone signed in, or someone new, who chooses a name and a password. */
export type Accepting = { user?: User; name?: string; password?: string }

/**
 * Accepts once, and says where the person now works and whether they are new here.
 * @throws linkExpired
 * @throws otherInvitee when someone else is signed in
 * @throws accountExists when the address has an account and nobody is signed in
 */
export async function acceptInvitation(
  trx: Transaction,
  token: string,
  accepting: Accepting,
): Promise<{ workspaceId: string; newEmail?: string }> {
  const { id, workspaceId, email, role } = await lockOpen(trx, token)
  if (accepting.user && accepting.user.email !== email) throw otherInvitee()
  const user = accepting.user ?? (await makeInvited(trx, email, accepting))
  await trx
    .updateTable('invitations')
    .set({ acceptedAt: new Date() })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .execute()
  await makeMember(trx, { workspaceId, userId: user.id, name: user.name, role, invitationId: id })
  return { workspaceId, newEmail: accepting.user ? undefined : email }
}

async function makeInvited(trx: Transaction, email: string, { name, password }: Accepting): Promise<User> {
  if (await findUserByEmail(trx, email)) throw accountExists()
  if (name && password) return makeUser(trx, { name, email, password })
  const missing = [...(name ? [] : ['body.name']), ...(password ? [] : ['body.password'])]
  throw invalidInput({ errors: missing.map((field) => ({ field, rule: 'is required' })) })
}

async function lockOpen(trx: Transaction, token: string) {
  const invitation = await trx
    .selectFrom('invitations')
    .where('tokenHash', '=', hashToken(token))
    .select(['id', 'workspaceId', 'email', 'role', 'expiresAt', 'acceptedAt', 'revokedAt'])
    .forUpdate()
    .executeTakeFirst()
  if (!invitation || invitation.acceptedAt || invitation.revokedAt || invitation.expiresAt < new Date())
    throw linkExpired()
  return invitation
}

async function refuseMember(trx: Transaction, { workspaceId }: Agent, email: string): Promise<void> {
  const member = await trx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .where('members.workspaceId', '=', workspaceId)
    .where('users.email', '=', email)
    .where('members.deactivatedAt', 'is', null)
    .select('members.id')
    .executeTakeFirst()
  if (member) throw alreadyMember()
}

const selectOpen = (db: Database) =>
  db
    .selectFrom('invitations')
    .innerJoin('members as inviter', (join) =>
      join
        .onRef('inviter.workspaceId', '=', 'invitations.workspaceId')
        .onRef('inviter.id', '=', 'invitations.invitedBy'),
    )
    .where('invitations.acceptedAt', 'is', null)
    .where('invitations.revokedAt', 'is', null)
    .where('invitations.expiresAt', '>', new Date())
    .select(['invitations.id', 'invitations.email', 'invitations.role', 'inviter.name as invitedBy'])
    .select(['invitations.createdAt', 'invitations.expiresAt'])

type Row = { id: string; email: string; role: Role; invitedBy: string; createdAt: Date; expiresAt: Date }

const toBody = ({ createdAt, expiresAt, ...invitation }: Row): InvitationBody => ({
  ...invitation,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
})
