import type { WidgetMessageBody } from '#protocol/widget.ts'
import { sayDate } from '../email/composing/wording.ts'
import type { Words } from '../email/composing/words/words.ts'
import { readThread, type ThreadTools, type Whose } from './threads.ts'
import type { VisitorWords } from './visitor-words.ts'

/** Longer ones are cut at their beginning: a mail is no archive. */
const MOST_MESSAGES = 500
const PAGE = 100

type Place = Whose & { threadId: string; shop: string; timeZone: string }
type Wording = { ours: VisitorWords; words: Words }

/** A thread as its customer sees it in the chat window, oldest first; so never a note, nor what did not reach them. */
export async function writeTranscript(tools: ThreadTools, place: Place, wording: Wording): Promise<string> {
  const messages = await readAll(tools, place)
  return messages
    .filter(({ state }) => state !== 'failed' && state !== 'withdrawn')
    .map((message) => writeMessage(message, place, wording))
    .join('\n\n')
}

async function readAll(tools: ThreadTools, place: Place): Promise<WidgetMessageBody[]> {
  const read: WidgetMessageBody[] = []
  for (let hasEarlier = true; hasEarlier && read.length < MOST_MESSAGES; ) {
    const page = await readThread(tools, place, place.threadId, { before: read[0]?.id, limit: PAGE })
    read.unshift(...page.messages)
    hasEarlier = page.hasEarlier
  }
  return read
}

function writeMessage(
  { author, text, attachments, sentAt }: WidgetMessageBody,
  { shop, timeZone }: Place,
  { ours, words }: Wording,
): string {
  const names = {
    customer: ours.you,
    member: author.name,
    bot: `${author.name || shop} (${ours.bot})`,
    system: shop,
  }
  const files = attachments.map(({ name }) => name).join(', ')
  return [
    `${names[author.kind]} · ${sayDate(words, new Date(sentAt), timeZone)}`,
    ...(text ? [text] : []),
    ...(files ? [`${ours.files} ${files}`] : []),
  ].join('\n')
}
