import {
  Ban,
  Building2,
  Clock,
  History,
  KeyRound,
  type LucideIcon,
  MessageSquare,
  Monitor,
  Shield,
  User,
  Users,
  UsersRound,
} from 'lucide-react'
import type { Role } from '#protocol/members.ts'
import { mayManage } from '../workspace/membership.ts'

export const sections = [
  'profile',
  'security',
  'sessions',
  'workspace',
  'members',
  'teams',
  'channels',
  'hours',
  'blocked',
  'api-keys',
  'audit',
] as const

export type Section = (typeof sections)[number]

type SectionGroup = { title: string; sections: readonly { name: Section; label: string; icon: LucideIcon }[] }

const you: SectionGroup = {
  title: 'You',
  sections: [
    { name: 'profile', label: 'Profile', icon: User },
    { name: 'security', label: 'Security', icon: Shield },
    { name: 'sessions', label: 'Sessions', icon: Monitor },
  ],
}

const workspace: SectionGroup = {
  title: 'Workspace',
  sections: [
    { name: 'workspace', label: 'Workspace', icon: Building2 },
    { name: 'members', label: 'Members', icon: Users },
    { name: 'teams', label: 'Teams', icon: UsersRound },
    { name: 'channels', label: 'Channels', icon: MessageSquare },
    { name: 'hours', label: 'Opening hours', icon: Clock },
    { name: 'blocked', label: 'Blocked senders', icon: Ban },
    { name: 'api-keys', label: 'API keys', icon: KeyRound },
    { name: 'audit', label: 'Audit trail', icon: History },
  ],
}

const ofAgents: readonly Section[] = ['blocked', 'api-keys']

/** Those who answer customers have what is theirs, and whom they block; those who were asked in only themselves. */
export function sectionsFor(role: Role): readonly SectionGroup[] {
  if (mayManage(role)) return [you, workspace]
  if (role === 'agent')
    return [you, { ...workspace, sections: workspace.sections.filter(({ name }) => ofAgents.includes(name)) }]
  return [you]
}

export const findSection = (name: string | undefined): Section | undefined => sections.find((one) => one === name)
