import { sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { Agent } from '#workspaces/agent.ts'
import { visibleConversations } from './conversation.ts'
import { toLetterDocument } from './letter-document.ts'
import { conversationNotFound, messageNotFound } from './problems.ts'

export type LetterPlace = { conversationId: string; messageId: string }
type Look = { scheme: 'light' | 'dark'; showsImages: boolean }

/**
 * A letter as its writer laid it out, as a document of its own. Pictures from elsewhere are held back until somebody
 * asks for them: they tell their server that the letter is being read.
 * @throws conversationNotFound, messageNotFound
 */
export async function readLetterDocument(
  { db, secrets }: { db: Database; secrets: Secrets },
  agent: Agent,
  place: LetterPlace,
  { scheme, showsImages }: Look,
): Promise<string> {
  const { workspaceId } = agent
  const row = await selectMessage(db, agent, place)
    .select('messages.html')
    .select(
      sql<[contentId: string, attachmentId: string][]>`array(select array[content_id, id::text] from attachments
        where attachments.workspace_id = messages.workspace_id and attachments.message_id = messages.id
          and content_id is not null order by position desc)`.as('pictures'),
    )
    .executeTakeFirst()
  if (!row) throw await notThere(db, agent, place)
  if (row.html === null) throw messageNotFound({ detail: 'It was written without HTML.' })
  const pictures = new Map(row.pictures)
  const base = `/api/workspaces/${workspaceId}`
  return toLetterDocument(row.html, {
    scheme,
    pictures: {
      own(contentId) {
        const id = pictures.get(contentId)
        return id && `${base}/attachments/${id}`
      },
      elsewhere(url) {
        if (!showsImages) return undefined
        const query = new URLSearchParams({ url, signature: signPicture(secrets, agent, place, url) })
        return `${base}/conversations/${place.conversationId}/messages/${place.messageId}/images?${query}`
      },
    },
  })
}

/** All that a message says, and then what is folded away. @throws conversationNotFound, messageNotFound */
export async function readWholeText(db: Database, agent: Agent, place: LetterPlace): Promise<string> {
  const row = await selectMessage(db, agent, place).select(['messages.text', 'messages.foldedText']).executeTakeFirst()
  if (!row) throw await notThere(db, agent, place)
  return [row.text, row.foldedText].filter(Boolean).join('\n\n')
}

/** The letter byte for byte. @throws conversationNotFound, messageNotFound */
export async function findOriginal(
  db: Database,
  agent: Agent,
  place: LetterPlace,
): Promise<{ sha256: Buffer; subject: string | null }> {
  const row = await selectMessage(db, agent, place)
    .select(['messages.originalSha256', 'messages.subject'])
    .executeTakeFirst()
  if (!row) throw await notThere(db, agent, place)
  if (row.originalSha256 === null) throw messageNotFound({ detail: 'It did not come as a letter.' })
  return { sha256: row.originalSha256, subject: row.subject }
}

/** Only pictures that stand in a letter are fetched, for those who may read it. @throws conversationNotFound, messageNotFound */
export async function checkPicture(
  { db, secrets }: { db: Database; secrets: Secrets },
  agent: Agent,
  place: LetterPlace,
  { url, signature }: { url: string; signature: string },
): Promise<void> {
  const row = await selectMessage(db, agent, place).select('messages.id').executeTakeFirst()
  if (!row) throw await notThere(db, agent, place)
  if (!secrets.verify('remote-picture', pictureKey(agent, place, url), signature))
    throw messageNotFound({ detail: 'There is no such picture in it.' })
}

const signPicture = (secrets: Secrets, agent: Agent, place: LetterPlace, url: string): string =>
  secrets.sign('remote-picture', pictureKey(agent, place, url))

const pictureKey = ({ workspaceId }: Agent, { messageId }: LetterPlace, url: string): string =>
  `${workspaceId} ${messageId} ${url}`

const selectMessage = (db: Database, agent: Agent, { conversationId, messageId }: LetterPlace) =>
  visibleConversations(db, agent)
    .innerJoin('messages', (join) =>
      join
        .onRef('messages.workspaceId', '=', 'conversations.workspaceId')
        .onRef('messages.conversationId', '=', 'conversations.id'),
    )
    .where('conversations.id', '=', conversationId)
    .where('messages.id', '=', messageId)

/** Which of the two there is not. */
async function notThere(db: Database, agent: Agent, { conversationId }: LetterPlace): Promise<Error> {
  const conversation = await visibleConversations(db, agent)
    .where('conversations.id', '=', conversationId)
    .select('id')
    .executeTakeFirst()
  return conversation ? messageNotFound() : conversationNotFound()
}
