import type { Id, MAX_MESSAGE_LENGTH } from '#protocol/primitives.ts'
import { attachedFiles, detachFile } from '../attached.ts'
import type { Chat } from '../chat.ts'
import { attachFiles } from '../loading.ts'
import type { WaitingFile } from '../outbox.ts'
import { sendMessage } from '../sending.ts'
import { Drawing, Progress } from './Attachment.tsx'
import { Icon } from './Icon.tsx'
import { isTouched } from './phone.ts'
import type { Acts } from './Window.tsx'

const maxLength: typeof MAX_MESSAGE_LENGTH = 20_000

type Props = { chat: Chat; threadId: Id; acts: Acts }
type On<Element, Event> = Event & { currentTarget: Element }

export function Composer({ chat, threadId, acts }: Props) {
  const { texts } = chat
  const { text } = chat.drafts.get(threadId)
  const files = attachedFiles(chat, threadId)
  const tooLong = text.length - maxLength
  const canSend = tooLong <= 0 && (text.trim() !== '' || files.length > 0)

  function send(event: On<HTMLFormElement, Event>) {
    event.preventDefault()
    if (canSend && sendMessage(chat, threadId, text)) acts.sent()
    event.currentTarget.querySelector('textarea')?.focus()
  }

  function write({ currentTarget }: On<HTMLTextAreaElement, Event>) {
    chat.drafts.change(threadId, { text: currentTarget.value })
    acts.typed(currentTarget.value)
    chat.changed()
  }

  function press(event: On<HTMLTextAreaElement, KeyboardEvent>) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || isTouched()) return
    event.preventDefault()
    event.currentTarget.form?.requestSubmit()
  }

  function paste(event: ClipboardEvent) {
    const { clipboardData } = event
    if (!clipboardData?.files.length || clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    void attachFiles(chat, threadId, [...clipboardData.files])
  }

  return (
    <form class="composer" onSubmit={send}>
      <div class="notices" role="alert">
        {tooLong > 0 && <p>{texts.tooLong(tooLong)}</p>}
        {chat.notices.map((notice) => (
          <p key={notice}>{notice}</p>
        ))}
      </div>
      {files.length > 0 && (
        <ul class="chosen">
          {files.map((file) => (
            <ChosenFile key={file.key} file={file} chat={chat} threadId={threadId} />
          ))}
        </ul>
      )}
      <div class="field">
        <AttachButton chat={chat} threadId={threadId} />
        <div class="text" data-text={`${text} `}>
          <textarea
            ref={takeFocus}
            rows={1}
            dir="auto"
            aria-label={texts.yourMessage}
            placeholder={texts.writeMessage}
            value={text}
            onInput={write}
            onKeyDown={press}
            onPaste={paste}
          />
        </div>
        <button type="submit" class="send" aria-label={texts.send} title={texts.send} disabled={!canSend}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  )
}

function takeFocus(field: HTMLTextAreaElement | null) {
  if (isTouched()) field?.closest('section')?.focus()
  else field?.focus()
}

function AttachButton({ chat, threadId }: Omit<Props, 'acts'>) {
  const { attach } = chat.texts

  function choose({ currentTarget }: On<HTMLInputElement, Event>) {
    void attachFiles(chat, threadId, [...(currentTarget.files ?? [])])
    currentTarget.value = ''
  }

  return (
    <label class="icon" title={attach}>
      <Icon name="attach" />
      <input type="file" multiple class="hidden" aria-label={attach} onChange={choose} />
    </label>
  )
}

function ChosenFile({ chat, threadId, file }: Omit<Props, 'acts'> & { file: WaitingFile }) {
  const remove = chat.texts.removeFile(file.name)
  return (
    <li>
      {file.blob && file.width ? <Drawing blob={file.blob} /> : <Icon name="file" />}
      <span class="name">{file.name}</span>
      <button
        type="button"
        class="icon"
        aria-label={remove}
        title={remove}
        onClick={() => detachFile(chat, threadId, file.key)}
      >
        <Icon name="close" />
      </button>
      <Progress share={chat.uploads.shares.get(file.key)} />
    </li>
  )
}
