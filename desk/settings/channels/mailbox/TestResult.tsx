import { CircleCheck, CircleX } from 'lucide-react'
import type { MailboxTestBody } from '#protocol/email.ts'

/** What came of trying a mailbox: for reading and for sending, and what to do. */
export function TestResult({ tested: { incoming, outgoing } }: { tested: MailboxTestBody }) {
  return (
    <div role="alert" className="flex flex-col gap-3 rounded border p-3">
      {incoming && <Side name="Reading" side={incoming} />}
      {outgoing && <Side name="Sending" side={outgoing} />}
    </div>
  )
}

type SideProps = { name: string; side: { ok: boolean; problem: string | null; advice: string | null } }

function Side({ name, side: { ok, problem, advice } }: SideProps) {
  const Icon = ok ? CircleCheck : CircleX
  return (
    <div className="flex gap-2">
      <Icon size={16} aria-hidden="true" className={`mt-0.5 shrink-0 ${ok ? 'text-online' : 'text-danger'}`} />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className={ok ? '' : 'text-danger'}>
          {name} {ok ? 'works.' : `does not work. ${problem ?? ''}`}
        </p>
        {advice && <p className="text-sm text-muted">{advice}</p>}
      </div>
    </div>
  )
}
