import { Forward, Split } from 'lucide-react'
import { type ReactNode, useTransition } from 'react'
import type { MailAddress, MessageBody } from '#protocol/conversations.ts'
import { isOtherSubject } from '#protocol/subjects.ts'
import { useActs, useConversation } from '../conversation/useConversation.ts'
import { useMembership } from '../workspace/membership.ts'
import { personName } from './addresses.ts'

/** What a letter is about where that is not what its conversation is about, and what can be done about it. */
export function LetterMatter({ letter }: { letter: MessageBody }) {
  const { role } = useMembership()
  const conversation = useConversation(letter.conversationId)
  const mayAnswer = role !== 'collaborator'
  const forwardedFrom = letter.envelope?.forwardedFrom
  const isOther = isOtherSubject(letter.subject, conversation?.subject ?? null)
  return (
    <>
      {isOther && (
        <div className="flex flex-wrap items-center gap-x-2 px-3 pb-1">
          <p className="min-w-0 font-semibold [overflow-wrap:anywhere]">{letter.subject}</p>
          {mayAnswer && letter.kind === 'inbound' && <SplitOffer letter={letter} />}
        </div>
      )}
      {forwardedFrom && (
        <div className="flex flex-wrap items-center gap-x-2 px-3 pb-1 text-sm text-muted">
          <Forward size={14} aria-hidden="true" />
          <p className="min-w-0">
            Forwarded; first written by <bdi>{personName(forwardedFrom)}</bdi>
          </p>
          {mayAnswer && conversation && conversation.customer.email !== forwardedFrom.address && (
            <AttributionOffer letter={letter} to={forwardedFrom} />
          )}
        </div>
      )}
    </>
  )
}

function SplitOffer({ letter }: { letter: MessageBody }) {
  const acts = useActs(letter.conversationId)
  return (
    <Offer icon={<Split size={12} aria-hidden="true" />} act={() => acts.splitOff(letter.id)}>
      New subject: split it off
    </Offer>
  )
}

function AttributionOffer({ letter, to }: { letter: MessageBody; to: MailAddress }) {
  const acts = useActs(letter.conversationId)
  const conversation = useConversation(letter.conversationId)
  return (
    <Offer act={() => acts.giveTo(to, conversation?.customer)}>
      Make it <bdi>{personName(to)}</bdi>’s conversation
    </Offer>
  )
}

function Offer({ icon, act, children }: { icon?: ReactNode; act: () => Promise<void>; children: ReactNode }) {
  const [isBusy, start] = useTransition()
  return (
    <button
      type="button"
      aria-busy={isBusy || undefined}
      onClick={() => !isBusy && start(act)}
      className="-mx-1 flex items-center gap-1 rounded px-1 text-sm font-semibold text-accent hover:bg-hover pointer-coarse:min-h-9"
    >
      {icon}
      <span>{children}</span>
    </button>
  )
}
