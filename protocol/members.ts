import { type Static, Type } from 'typebox'
import { EmailAddress, Id, Instant, Line, Nullable } from './primitives.ts'

/**
 * owner: everything, workspace and other owners included; admin: settings and people; agent: answers customers;
 * collaborator: sees the conversations they were asked into and writes notes there.
 */
export const Role = Type.Union([
  Type.Literal('owner'),
  Type.Literal('admin'),
  Type.Literal('agent'),
  Type.Literal('collaborator'),
])
export type Role = Static<typeof Role>

export const MemberBody = Type.Object({
  id: Id,
  name: Type.String({ description: 'What customers and colleagues see.' }),
  signature: Nullable(Type.String({ description: 'Below the letters that they write.' })),
  photoUrl: Nullable(Type.String({ description: 'Square; for anybody to see.' })),
  email: Type.String(),
  role: Role,
  hasTwoFactor: Type.Boolean(),
  teamIds: Type.Array(Id),
  joinedAt: Instant,
  deactivatedAt: Nullable(Instant),
})
export type MemberBody = Static<typeof MemberBody>

export const TeamBody = Type.Object({ id: Id, name: Type.String(), memberIds: Type.Array(Id) })
export type TeamBody = Static<typeof TeamBody>

export const WorkspaceBody = Type.Object({
  id: Id,
  name: Type.String(),
  language: Type.String(),
  timeZone: Type.String({ description: 'IANA name, for example Europe/Tallinn.' }),
  isDemo: Type.Boolean(),
  /** The chat window always shows them, as the law wants them to be found. */
  contactEmail: Nullable(Type.String()),
  contactPhone: Nullable(Type.String()),
  visitRetentionDays: Type.Integer({ description: 'How long it is kept what a visitor looked at.' }),
})
export type WorkspaceBody = Static<typeof WorkspaceBody>

/** Who is signed in, and where they work. */
export const MeBody = Type.Object({
  user: Type.Object({
    id: Id,
    name: Type.String(),
    email: Type.String(),
    hasTwoFactor: Type.Boolean(),
    hasPassword: Type.Boolean(),
  }),
  memberships: Type.Array(Type.Object({ memberId: Id, role: Role, name: Type.String(), workspace: WorkspaceBody })),
})
export type MeBody = Static<typeof MeBody>

export const InvitationBody = Type.Object({
  id: Id,
  email: EmailAddress,
  role: Role,
  invitedBy: Type.String({ description: 'Name of the member who invited.' }),
  createdAt: Instant,
  expiresAt: Instant,
})
export type InvitationBody = Static<typeof InvitationBody>

/** The link is shown once: only its hash is kept. */
export const NewInvitationBody = Type.Intersect([InvitationBody, Type.Object({ link: Type.String() })])
export type NewInvitationBody = Static<typeof NewInvitationBody>

/** What a person who holds an invitation link may know before accepting it. */
export const OpenInvitationBody = Type.Object({
  workspaceName: Type.String(),
  email: EmailAddress,
  role: Role,
  invitedBy: Type.String(),
  hasAccount: Type.Boolean({ description: 'Whether this e-mail already signs in here; then accept while signed in.' }),
})
export type OpenInvitationBody = Static<typeof OpenInvitationBody>

export const ApiKeyBody = Type.Object({
  id: Id,
  name: Line(80),
  start: Type.String({ description: 'The first characters, to tell keys apart.' }),
  memberId: Id,
  createdAt: Instant,
  lastUsedAt: Nullable(Instant),
  expiresAt: Nullable(Instant),
})
export type ApiKeyBody = Static<typeof ApiKeyBody>

/** `key` is shown once: only its hash is kept. Send it as `Authorization: Bearer …`. */
export const NewApiKeyBody = Type.Intersect([ApiKeyBody, Type.Object({ key: Type.String() })])
export type NewApiKeyBody = Static<typeof NewApiKeyBody>

/** One line of the audit trail. */
export const AuditEntryBody = Type.Object({
  id: Id,
  type: Type.String(),
  at: Instant,
  actor: Type.Object({ kind: Type.String(), id: Nullable(Id), name: Nullable(Type.String()) }),
  conversationId: Nullable(Id),
  customerId: Nullable(Id),
  data: Type.Record(Type.String(), Type.Unknown()),
})
export type AuditEntryBody = Static<typeof AuditEntryBody>
