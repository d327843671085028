import type { WidgetUnreadBody } from '#protocol/widget.ts'

/** undefined: the server does not say. */
export async function countUnread(url: string, token: string): Promise<number | undefined> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, credentials: 'omit' })
  if (!response.ok) return
  const { unreadCount }: WidgetUnreadBody = await response.json()
  return unreadCount
}
