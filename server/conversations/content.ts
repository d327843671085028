import type { MessageContent } from '#protocol/content.ts'

/** What a message shows beside its words, in words: for lists, mails and everything else that draws nothing. */
export function contentInWords(content: MessageContent | null | undefined): string {
  if (!content) return ''
  if (content.kind === 'quick-replies') return content.options.map(({ label }) => `- ${label}`).join('\n')
  return content.products
    .map(({ name, price, currency, url }) => {
      const cost = price === null ? '' : ` (${[price, currency].filter((part) => part !== null).join(' ')})`
      return `${name}${cost}\n${url}`
    })
    .join('\n\n')
}

/** The words of a message and what it shows, as one text. */
export const allInWords = ({ text, content }: { text: string; content?: MessageContent }): string =>
  [text, contentInWords(content)].filter(Boolean).join('\n\n')
