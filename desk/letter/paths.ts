import type { MessageBody } from '#protocol/conversations.ts'
import { conversationPath } from '../conversation/queries.ts'

type Look = { isDark: boolean; showsImages: boolean }

const messagePath = (workspaceId: string, { conversationId, id }: MessageBody) =>
  `/api${conversationPath(workspaceId, conversationId)}/messages/${id}`

/** The letter as a document of its own. */
export function letterDocument(workspaceId: string, letter: MessageBody, { isDark, showsImages }: Look): string {
  const look = new URLSearchParams({ scheme: isDark ? 'dark' : 'light', ...(showsImages && { images: 'show' }) })
  return `${messagePath(workspaceId, letter)}/html?${look}`
}

/** All of a text that is too long to be shown here. */
export const wholeText = (workspaceId: string, letter: MessageBody): string =>
  `${messagePath(workspaceId, letter)}/text`

/** The letter byte for byte, as a file. */
export const letterOriginal = (workspaceId: string, letter: MessageBody): string =>
  `${messagePath(workspaceId, letter)}/original`
