import type { Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { type Agent, asActor } from './agent.ts'

/** What happens in a workspace besides conversations, and which part of it a desk then reads anew. */
export const areaOf = {
  'workspace.created': 'workspace',
  'workspace.changed': 'workspace',
  'member.joined': 'members',
  'member.renamed': 'members',
  'member.signature-changed': 'members',
  'member.photo-changed': 'members',
  'member.role-changed': 'members',
  'member.deactivated': 'members',
  'member.reactivated': 'members',
  'member.password-link-made': 'members',
  'member.password-link-used': 'members',
  'team.created': 'teams',
  'team.renamed': 'teams',
  'team.removed': 'teams',
  'team.member-added': 'teams',
  'team.member-removed': 'teams',
  'invitation.created': 'invitations',
  'invitation.revoked': 'invitations',
  'api-key.created': 'api-keys',
  'api-key.revoked': 'api-keys',
} as const

export type WorkspaceEventType = keyof typeof areaOf

/** Writes the one event of what this agent did; `data` is ids and settings, never addresses. */
export const recordAct = (
  trx: Transaction,
  agent: Agent,
  type: WorkspaceEventType,
  data: Record<string, unknown>,
): Promise<void> => record(trx, { type, workspaceId: agent.workspaceId, actor: asActor(agent), data })

export const isWorkspaceEvent = (type: string): type is WorkspaceEventType => Object.hasOwn(areaOf, type)
