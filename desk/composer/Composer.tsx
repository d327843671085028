import { Lock, Paperclip, Reply } from 'lucide-react'
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type Ref,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import type { InboxItemBody, MessageBody } from '#protocol/conversations.ts'
import { MAX_MESSAGE_LENGTH } from '#protocol/primitives.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { useMembership } from '../workspace/membership.ts'
import { AttachmentStrip } from './AttachmentStrip.tsx'
import { Below } from './Below.tsx'
import { ColleagueWrites } from './ColleagueWrites.tsx'
import { isEmpty, type Mode } from './drafts.ts'
import { useEnterSends } from './enter-sends.ts'
import { outboxHere, sendingHere } from './here.ts'
import { LetterEnvelope, LetterRow } from './LetterRow.tsx'
import { envelopeOf, peopleOf, whyNotSent } from './letter-choice.ts'
import { type Answer, ModeSwitch } from './ModeSwitch.tsx'
import { OfferMenu } from './OfferMenu.tsx'
import { OfferStrip } from './OfferStrip.tsx'
import { offerToSend } from './offer.ts'
import { useReplyRecipients } from './reply-recipients.ts'
import { SendButton } from './SendButton.tsx'
import { fetchLockedFiles, takenUp } from './taking-up.ts'
import { useUndoTime } from './undo-time.ts'
import { useDraft } from './useDraft.ts'
import { useTypingSigns } from './useTypingSigns.ts'
import { useUploads } from './useUploads.ts'

export type ComposerHandle = {
  /** Takes up a message of ours to be written anew: above what is being written, its files too. */
  takeUp: (message: MessageBody, where: 'text' | 'recipients') => void
}

type ComposerProps = { conversation: InboxItemBody; ref?: Ref<ComposerHandle> }

/** Where replies and notes are written. What is sent goes into the outbox, so nothing waits for the network. */
export function Composer({ conversation, ref }: ComposerProps) {
  const { id: conversationId } = conversation
  const { memberId, role, workspace } = useMembership()
  const { mode, draft, change, setMode } = useDraft(conversationId)
  const [enterSends] = useEnterSends()
  const [undoTime] = useUndoTime()
  const { isLetter, proposed } = useReplyRecipients(conversation)
  const [isAddressing, setAddressing] = useState(false)
  const [isDraggedOver, setDraggedOver] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const typing = useTypingSigns(conversationId)
  const uploads = useUploads((attachment) =>
    change(({ attachments }) => ({ attachments: [...attachments, attachment] }), mode),
  )
  const isTooLong = draft.text.length > MAX_MESSAGE_LENGTH
  const isNote = mode === 'note'
  const choice = draft.letter ?? {}
  const people = peopleOf(choice, proposed)
  const goesByMail = isLetter && !isNote
  const maySendOffers = !isNote && conversation.channel.kind === 'chat' && !isLetter
  const content = maySendOffers ? offerToSend(draft.content) : undefined
  const isAddressed = !goesByMail || (!proposed && !choice.people) || whyNotSent(people) === null
  const isUnfinished = maySendOffers && draft.content !== undefined && !content
  const maySend =
    (!isEmpty(draft) || content !== undefined) && !isUnfinished && !isTooLong && !uploads.isUploading && isAddressed

  function send(thenClose = false) {
    if (!maySend) return
    outboxHere(workspace.id, memberId).add({
      clientId: crypto.randomUUID(),
      conversationId,
      kind: mode === 'note' ? 'note' : 'outbound',
      text: draft.text.trim(),
      attachments: draft.attachments,
      ...(goesByMail && { letter: envelopeOf(choice, proposed), undoSeconds: undoTime }),
      ...(content && { content }),
      thenClose,
      writtenAt: new Date().toISOString(),
      failure: null,
    })
    change(() => ({ text: '', attachments: [], letter: undefined, content: undefined }), mode)
    setAddressing(false)
    typing.stopped()
    sendingHere(workspace.id, memberId).wake()
    field.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key === 'Escape') event.currentTarget.blur()
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.shiftKey || event.altKey) return
    if (!enterSends && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    send()
  }

  const addFiles = (files: Iterable<File> | null) => files && uploads.add(files, draft.attachments.length)

  function onPaste(event: ClipboardEvent) {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    addFiles(event.clipboardData.files)
  }

  const dropping = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      setDraggedOver(true)
    },
    onDragLeave: (event: DragEvent<HTMLElement>) => {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
        setDraggedOver(false)
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setDraggedOver(false)
      addFiles(event.dataTransfer.files)
    },
  }

  function write(next: Mode) {
    setMode(next)
    field.current?.focus()
  }

  function answer(next: Answer) {
    if (next !== 'note') {
      const isToAll = next === 'reply-all'
      change(({ letter }) => ({ letter: { ...letter, isToAll, people: undefined } }), 'reply')
    }
    write(next === 'note' ? 'note' : 'reply')
  }

  useImperativeHandle(ref, () => ({
    takeUp(message, where) {
      setMode('reply')
      change((written) => takenUp(message, written), 'reply')
      setAddressing(where === 'recipients')
      if (where === 'text') field.current?.focus()
      void fetchLockedFiles(message).then((files) => uploads.add(files, draft.attachments.length))
    },
  }))

  const group = 'Conversation'
  const mayReply = role !== 'collaborator'
  const hasOthers = isLetter && (proposed?.cc.length ?? 0) > 0
  const isToAll = hasOthers && choice.isToAll !== false
  useShortcut({ keys: 'r', label: 'Reply', group }, () => write('reply'), { isOn: mayReply })
  useShortcut(
    { keys: 'shift+r', label: 'Reply to all, or not', group },
    () => answer(isToAll ? 'reply' : 'reply-all'),
    { isOn: mayReply && hasOthers },
  )
  useShortcut({ keys: 'n', label: 'Write a note', group }, () => write('note'))

  return (
    <section
      aria-label={isNote ? 'Write a note' : 'Write a reply'}
      {...dropping}
      className={`relative shrink-0 border-t pb-[env(safe-area-inset-bottom)] ${isNote ? 'border-note-line bg-note' : 'bg-surface'}`}
    >
      <ColleagueWrites conversationId={conversationId} />
      <div className="mx-auto flex max-w-200 flex-col">
        <ModeSwitch answer={isToAll && !isNote ? 'reply-all' : mode} hasOthers={hasOthers} onChoose={answer}>
          {goesByMail && (
            <LetterRow choice={choice} proposed={proposed} isOpen={isAddressing} onOpenChange={setAddressing} />
          )}
        </ModeSwitch>
        <LetterEnvelope
          choice={choice}
          proposed={proposed}
          isOpen={goesByMail && isAddressing}
          onChange={(letter) => change(() => ({ letter }), 'reply')}
        />
        <textarea
          ref={field}
          value={draft.text}
          aria-invalid={isTooLong}
          aria-describedby={isTooLong ? 'too-long' : undefined}
          rows={1}
          dir="auto"
          aria-label={isNote ? 'Note' : 'Reply'}
          placeholder={isNote ? 'Only the team sees this' : 'Reply to the customer'}
          onChange={({ target }) => {
            change(() => ({ text: target.value }), mode)
            typing.wrote(target.value, mode)
          }}
          onBlur={typing.stopped}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className="field-sizing-content max-h-[40dvh] min-h-14 w-full resize-none bg-transparent px-4 py-1.5 outline-hidden max-sm:px-3"
        />
        <AttachmentStrip
          attachments={draft.attachments}
          uploads={uploads.uploads}
          onRemove={(id) =>
            change(({ attachments }) => ({ attachments: attachments.filter((one) => one.id !== id) }), mode)
          }
          onRetry={uploads.retry}
          onRemoveUpload={uploads.remove}
        />
        {maySendOffers && (
          <OfferStrip content={draft.content} onChange={(offer) => change(() => ({ content: offer }), 'reply')} />
        )}
        <div className="flex items-center gap-1 px-3 pb-2 max-sm:px-2">
          <IconButton icon={Paperclip} label="Attach files" size="sm" onClick={() => chooser.current?.click()} />
          {maySendOffers && (
            <OfferMenu
              conversation={conversation}
              text={draft.text}
              onChange={(how) => change(({ content }) => ({ content: how(content) }), 'reply')}
            />
          )}
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            onChange={({ target }) => {
              addFiles(target.files)
              target.value = ''
            }}
          />
          <div className="flex min-w-0 flex-1 gap-2 text-xs">
            {goesByMail && <Below channel={conversation.channel} />}
            {isTooLong && (
              <p role="alert" id="too-long" className="ml-auto text-danger">
                {draft.text.length - MAX_MESSAGE_LENGTH} characters too many
              </p>
            )}
          </div>
          <SendButton
            mode={mode}
            maySend={maySend}
            isClosed={conversation.status === 'closed'}
            isLetter={goesByMail}
            onSend={send}
          />
        </div>
      </div>
      {isDraggedOver && (
        <div className="pointer-events-none absolute inset-1 flex items-center justify-center gap-2 rounded border-2 border-dashed border-accent bg-accent-soft font-semibold text-accent">
          {isNote ? <Lock size={16} aria-hidden="true" /> : <Reply size={16} aria-hidden="true" />}
          Drop to attach
        </div>
      )}
    </section>
  )
}
