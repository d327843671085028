/** "https://www.shop.example/boards?size=2" is "www.shop.example"; what is no address stays as it is. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

/** "https://www.shop.example/boards?size=2" is "/boards". */
export const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url)

/** Whether two addresses are the same page, whatever their parameters say. */
export function isSamePage(one: string, other: string): boolean {
  return hostOf(one) === hostOf(other) && pathOf(one) === pathOf(other)
}
