import { createHash } from 'node:crypto'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { MemberBody } from '#protocol/members.ts'
import type { Agent } from './agent.ts'
import { recordAct } from './events.ts'
import { getMember, lockForManaging } from './member.ts'
import { photoNotReadable } from './problems.ts'

/** Twice what is drawn, for screens with small pixels. */
const EDGE_PIXELS = 96
const MAX_PIXELS = 60_000_000
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'heif']

/** A square of the middle, small, with nothing else that came with the picture. @throws photoNotReadable */
export async function drawPhoto(picture: Buffer): Promise<Buffer> {
  // Loaded at the first photo: a desk that never sees one never pays for it.
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  try {
    const image = sharp(picture, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 })
    const { format } = await image.metadata()
    if (!FORMATS.includes(format)) throw new Error(`A photo is no ${format}.`)
    return await image
      .autoOrient()
      .resize(EDGE_PIXELS, EDGE_PIXELS, { fit: 'cover', position: 'attention' })
      .webp({ quality: 80 })
      .timeout({ seconds: 10 })
      .toBuffer()
  } catch (cause) {
    throw photoNotReadable({ detail: cause instanceof Error ? cause.message.slice(0, 200) : undefined })
  }
}

/** Everyone may for themselves; who manages people also takes one away from others. @throws notAllowed, notFound */
export async function changePhoto(
  trx: Transaction,
  agent: Agent,
  memberId: string,
  webp: Buffer | null,
): Promise<MemberBody> {
  if (memberId !== agent.id) await lockForManaging(trx, agent, memberId)
  const { workspaceId } = agent
  if (webp) {
    const photo = { sha256: createHash('sha256').update(webp).digest(), webp, changedAt: new Date() }
    await trx
      .insertInto('memberPhotos')
      .values({ workspaceId, memberId, ...photo })
      .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId']).doUpdateSet(photo))
      .execute()
  } else {
    await trx
      .deleteFrom('memberPhotos')
      .where('workspaceId', '=', workspaceId)
      .where('memberId', '=', memberId)
      .execute()
  }
  await recordAct(trx, agent, 'member.photo-changed', { memberId, isGone: webp === null })
  return getMember(trx, agent, memberId)
}

/** A photo that some member has, by its content in hex. */
export async function findPhoto(db: Database, sha256: string): Promise<Buffer | undefined> {
  const photo = await db
    .selectFrom('memberPhotos')
    .where('sha256', '=', Buffer.from(sha256, 'hex'))
    .select('webp')
    .executeTakeFirst()
  return photo?.webp
}
