import { wakeConversation } from '#conversations/snoozing.ts'
import type { Transaction } from '#platform/database/database.ts'
import { enqueue } from '#platform/jobs.ts'
import type { Secrets } from '#platform/secrets.ts'
import { addressLetters, keepReferences } from './letters.ts'
import type { StagedConversation } from './staging.ts'
import type { Story } from './story.ts'
import { type Cast, tellStory } from './telling.ts'

/** Tells all stories and keeps them, numbered in the order in which they began. */
export async function holdConversations(
  trx: Transaction,
  cast: Cast,
  secrets: Pick<Secrets, 'sign'>,
  staged: StagedConversation[],
): Promise<Story[]> {
  const stories = staged.map((conversation, index) => {
    const story = tellStory(cast, conversation, index + 1)
    if (conversation.channel === 'email') addressLetters(story, conversation, secrets)
    return story
  })
  await trx
    .insertInto('conversations')
    .values(stories.map(({ conversation }) => conversation))
    .execute()
  await trx
    .insertInto('threads')
    .values(stories.map(({ thread }) => thread))
    .execute()
  await trx
    .insertInto('messages')
    .values(stories.flatMap(({ messages }) => messages))
    .execute()
  await keepReferences(trx, stories)
  await trx
    .insertInto('conversationReads')
    .values(stories.flatMap(({ reads }) => [...reads.values()]))
    .execute()
  await trx
    .insertInto('conversationCollaborators')
    .values(stories.flatMap(({ collaborators }) => collaborators))
    .execute()
  for (const { conversation } of stories) {
    const { id: conversationId, workspaceId, snoozedUntil } = conversation
    if (snoozedUntil) {
      const waking = { runAt: new Date(snoozedUntil), key: `wake ${conversationId}` }
      await enqueue(trx, wakeConversation, { workspaceId, conversationId }, waking)
    }
  }
  return stories
}
