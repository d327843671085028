import type { ComponentChild } from 'preact'
import type { Chat } from '../chat.ts'
import type { ShownMessage } from '../timeline.ts'
import { FileLink, Picture } from './Attachment.tsx'

export function Message({ chat, shown: { message, waiting } }: { chat: Chat; shown: ShownMessage }) {
  const text = message?.text ?? waiting?.text
  const { pictures, shares } = chat.uploads
  const files = message
    ? message.attachments.map((attachment) => ({
        ...attachment,
        key: attachment.id,
        blob: pictures.get(attachment.id),
      }))
    : (waiting?.files ?? []).map((file) => ({
        ...file,
        ...file.attachment,
        name: file.name,
        share: shares.get(file.key),
      }))
  return (
    <>
      {files.map(({ key, ...file }) =>
        file.width && file.height ? (
          <Picture key={key} chat={chat} {...file} width={file.width} height={file.height} />
        ) : (
          <FileLink key={key} chat={chat} {...file} />
        ),
      )}
      {text && (
        <p class="bubble" dir="auto">
          {linkify(text)}
        </p>
      )}
    </>
  )
}

const LINK = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/g

function linkify(text: string) {
  const parts: ComponentChild[] = []
  let end = 0
  for (const { 0: link, index } of text.matchAll(LINK)) {
    parts.push(text.slice(end, index), <Link key={index} href={link} />)
    end = index + link.length
  }
  return [...parts, text.slice(end)]
}

/** The shop's own pages stay in this tab. */
function Link({ href }: { href: string }) {
  const isOwn = href.startsWith(`${location.origin}/`)
  return (
    <a href={href} rel="noopener noreferrer" {...(isOwn ? {} : { target: '_blank' })}>
      {href}
    </a>
  )
}
