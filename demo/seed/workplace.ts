import type { Transaction } from '#platform/database/database.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { happened, longAgo, type Scene } from './scene.ts'

const people = [
  { name: 'Liis', role: 'owner' },
  { name: 'Marko', role: 'admin' },
  { name: 'Heidi', role: 'agent' },
  { name: 'Olga', role: 'agent' },
  { name: 'Tarmo', role: 'collaborator' },
] as const

/** He sees only what he is asked into. */
export const WAREHOUSE = 'Tarmo'

/** `answers`: how the contact reasons that they answer begin, in the languages of the data. */
const teamwork = [
  {
    name: 'Tarne',
    people: ['Liis', 'Marko', 'Olga'],
    answers: /^(tarne|delivery|доставка|tellimus|order|заказ|ostmine)\./,
  },
  {
    name: 'Tagastused',
    people: ['Liis', 'Marko', 'Heidi'],
    answers: /^(tagastus|return|возврат|makse|оплата|garantii)\./,
  },
  { name: 'Soome', people: ['Heidi'], answers: /^(toimitus|palautus|reklamaatio|tuote|tili|tilaus|patja)\./ },
]

export type Team = { id: string; name: string; answers: RegExp }
export type Workplace = { owner: Agent; members: Map<string, Agent>; teams: Team[] }

/** Who answers such matters together; undefined: nobody in particular. */
export function teamFor({ teams }: Workplace, { contactReason }: { contactReason: string }): Team | undefined {
  return teams.find(({ answers }) => answers.test(contactReason))
}

/** Makes the workspace with its members, who come in by sign-in links only, and its teams. */
export async function openWorkplace(trx: Transaction, scene: Scene, conversationCount: number): Promise<Workplace> {
  const { workspaceId, now } = scene
  const createdAt = longAgo(now)
  await trx
    .insertInto('workspaces')
    .values({
      id: workspaceId,
      name: 'Pihlaka pood',
      language: 'et',
      timeZone: 'Europe/Tallinn',
      isDemo: true,
      lastConversationNumber: conversationCount,
      createdAt,
    })
    .execute()
  happened(scene, { at: createdAt, type: 'workspace.created', actor: { kind: 'system', id: null, name: 'Infolett' } })
  const members = await hire(trx, scene)
  const owner = [...members.values()].find(({ role }) => role === 'owner')
  if (!owner) throw new Error('Somebody must own the demo workspace')
  return { owner, members, teams: await makeTeams(trx, scene, owner, members) }
}

async function hire(trx: Transaction, scene: Scene): Promise<Map<string, Agent>> {
  const { workspaceId, idAt, now } = scene
  const at = longAgo(now)
  const agents = people.map(({ name, role }): Agent => ({ workspaceId, id: idAt(at), userId: idAt(at), name, role }))
  await trx
    .insertInto('users')
    .values(
      agents.map(({ userId: id, name }) => ({
        id,
        name,
        email: `${name.toLowerCase()}@pihlaka.example`,
        emailVerified: true,
        createdAt: at,
        updatedAt: at,
      })),
    )
    .execute()
  await trx
    .insertInto('members')
    .values(agents.map((agent) => ({ ...agent, joinedAt: at })))
    .execute()
  for (const agent of agents) {
    const data = { memberId: agent.id, role: agent.role }
    happened(scene, { at, type: 'member.joined', actor: asActor(agent), data })
  }
  return new Map(agents.map((agent) => [agent.name, agent]))
}

async function makeTeams(trx: Transaction, scene: Scene, owner: Agent, members: Map<string, Agent>): Promise<Team[]> {
  const { workspaceId, idAt, now } = scene
  const at = longAgo(now)
  const actor = asActor(owner)
  const teams = teamwork.map(({ people, ...team }) => ({
    ...team,
    id: idAt(at),
    memberIds: people.flatMap((name) => members.get(name)?.id ?? []),
  }))
  await trx
    .insertInto('teams')
    .values(teams.map(({ id, name }) => ({ workspaceId, id, name, createdAt: at })))
    .execute()
  await trx
    .insertInto('teamMembers')
    .values(teams.flatMap(({ id, memberIds }) => memberIds.map((memberId) => ({ workspaceId, teamId: id, memberId }))))
    .execute()
  for (const { id: teamId, name, memberIds } of teams) {
    happened(scene, { at, type: 'team.created', actor, data: { teamId, name } })
    for (const memberId of memberIds)
      happened(scene, { at, type: 'team.member-added', actor, data: { teamId, memberId } })
  }
  return teams
}
