import { ChevronDown } from 'lucide-react'
import { type ReactNode, use, useState } from 'react'
import type { EnvelopeBody, MailAddress, MessageBody } from '#protocol/conversations.ts'
import { Badge } from '../ui/Badge.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { sayExactly } from '../ui/relative-time.ts'
import { Fact, Facts } from '../ui/Section.tsx'
import { personName, sayPeople, writeAddress } from './addresses.ts'
import { HoldStill } from './holding-still.ts'

/** Who wrote to whom and when, in one line; all of it when asked. `children`: what can be done with the letter. */
export function LetterHead({ letter, children }: { letter: MessageBody; children: ReactNode }) {
  const { author, envelope, isAutomatic, kind, sentAt } = letter
  const [isOpen, setOpen] = useState(false)
  const holdStill = use(HoldStill)
  const sender = author.name || (envelope?.from ? personName(envelope.from) : 'Somebody')
  return (
    <header className="px-3 pt-1">
      <div className="flex min-h-7 items-center gap-2">
        <p className="flex min-w-0 flex-1 items-baseline gap-1.5">
          <bdi className="max-w-3/5 shrink-0 truncate font-semibold">{sender}</bdi>
          {kind === 'inbound' && envelope?.from && envelope.from.address !== sender && (
            <bdi className="min-w-0 shrink-[9] truncate text-xs text-muted max-sm:hidden">{envelope.from.address}</bdi>
          )}
          {envelope && (
            <button
              type="button"
              aria-expanded={isOpen}
              title="All addresses"
              onClick={() => {
                holdStill()
                setOpen(!isOpen)
              }}
              className="flex min-w-12 shrink items-center gap-0.5 rounded px-0.5 text-xs text-muted hover:bg-hover hover:text-text pointer-coarse:min-h-9"
            >
              <span className="truncate">{sayRecipients(envelope)}</span>
              <ChevronDown size={12} aria-hidden="true" className={`shrink-0 ${isOpen ? 'rotate-180' : ''}`} />
            </button>
          )}
        </p>
        {isAutomatic && <Badge>Automatic</Badge>}
        <RelativeTime at={sentAt} className="shrink-0 text-xs text-muted" />
        {children}
      </div>
      {isOpen && envelope && <Addresses envelope={envelope} subject={letter.subject} sentAt={sentAt} />}
    </header>
  )
}

/** "to Pood and 2 more": the rest is only counted. */
const sayRecipients = ({ to, cc, bcc }: EnvelopeBody) => `to ${sayPeople([...to, ...cc, ...bcc])}`

function Addresses({ envelope, subject, sentAt }: { envelope: EnvelopeBody; subject: string | null; sentAt: string }) {
  const { from, replyTo, to, cc, bcc } = envelope
  const lines: [string, MailAddress[]][] = [
    ['From', from ? [from] : []],
    ['Answers to', replyTo.filter(({ address }) => address !== from?.address)],
    ['To', to],
    ['Cc', cc],
    ['Bcc', bcc],
  ]
  return (
    <div className="my-1 max-h-60 overflow-y-auto rounded border bg-surface px-3 py-2 text-sm">
      <Facts>
        {lines.map(([name, people]) =>
          people.length === 0 ? null : (
            <Fact key={name} name={name}>
              {people.map((person) => (
                <bdi key={person.address} className="block">
                  {writeAddress(person)}
                </bdi>
              ))}
            </Fact>
          ),
        )}
        {subject && <Fact name="Subject">{subject}</Fact>}
        <Fact name="Sent">{sayExactly(new Date(sentAt))}</Fact>
      </Facts>
    </div>
  )
}
