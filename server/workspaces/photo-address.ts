import { sql } from 'kysely'

/** Where a photo is read, by its content: a changed one has another address. */
export const photoUrl = (sha256: string | null): string | null => sha256 && `/api/public/photos/${sha256}.webp`

/** The content of a member's photo, in hex; null: they have none. */
export const photoOf = (workspaceId: string, memberId: string) =>
  sql<string | null>`(select encode(sha256, 'hex') from member_photos
    where member_photos.workspace_id = ${sql.ref(workspaceId)} and member_photos.member_id = ${sql.ref(memberId)})`
