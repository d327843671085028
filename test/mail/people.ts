import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { MailAccount, MailServers } from '../mail-servers.ts'

/** Somebody with a mailbox of their own, who writes to the shop. */
export type Person = MailAccount & { name: string }
/** A letter of the shop's, as it lies in somebody's mailbox. */
export type ShopMail = {
  messageId: string
  /** Message-IDs that it answers, oldest first. */
  references: string[]
  /** Where an answer to it goes. */
  answerTo: string
  raw: string
}

/** What lies in a mailbox, read from the disk: the mail server need not run. */
export async function readShopMails({ folder }: MailServers, { address }: MailAccount): Promise<ShopMail[]> {
  const places = ['new', 'cur'].map((part) => path.join(folder, 'box', address, part))
  const files = await Promise.all(
    places.map(async (place) => (await readdir(place).catch(() => [])).map((name) => path.join(place, name))),
  )
  const raws = await Promise.all(files.flat().map((file) => readFile(file, 'utf8').catch(() => '')))
  return raws.flatMap((raw) => readShopMail(raw) ?? [])
}

function readShopMail(raw: string): ShopMail | undefined {
  const messageId = idsIn(headerOf(raw, 'Message-ID'))[0]
  const [from, replyTo] = ['From', 'Reply-To'].map((name) => addressIn(headerOf(raw, name)))
  if (!messageId || !from?.endsWith('@shop.test')) return undefined
  return { messageId, references: idsIn(headerOf(raw, 'References')), answerTo: replyTo || from, raw }
}

/** Unfolded (RFC 5322 §2.2.3). */
export function headerOf(raw: string, name: string): string {
  const head = raw.split(/\r?\n\r?\n/, 1)[0]?.replace(/\r?\n[ \t]+/g, ' ') ?? ''
  return new RegExp(`^${name}: *(.*?)\\r?$`, 'im').exec(head)?.[1] ?? ''
}

const idsIn = (header: string): string[] => [...header.matchAll(/<([^>]+)>/g)].map(([, id = '']) => id)
const addressIn = (header: string): string => (/<([^>]+)>/.exec(header)?.[1] ?? header).trim()
