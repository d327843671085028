import { CircleCheck, CircleX } from 'lucide-react'
import type { MailboxTestBody } from '#protocol/email.ts'

/** What came of trying a mailbox: for reading and for sending, and what to do. */
export function TestResult({ tested: { incoming, outgoing } }: { tested: MailboxTestBody }) {
  const isSame = Boolean(incoming?.problem) && incoming?.problem === outgoing?.problem
  return (
    <div role="alert" className="flex flex-col gap-3 rounded border p-3">
      {incoming && <Side name={isSame ? 'Neither reading nor sending' : 'Reading'} side={incoming} isBoth={isSame} />}
      {outgoing && !isSame && <Side name="Sending" side={outgoing} />}
    </div>
  )
}

type SideProps = {
  name: string
  side: { ok: boolean; problem: string | null; advice: string | null }
  isBoth?: boolean
}

function Side({ name, side: { ok, problem, advice }, isBoth }: SideProps) {
  const Icon = ok ? CircleCheck : CircleX
  return (
    <div className="flex gap-2">
      <Icon size={16} aria-hidden="true" className={`mt-0.5 shrink-0 ${ok ? 'text-online' : 'text-danger'}`} />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className={ok ? '' : 'text-danger'}>
          {name} {ok ? 'works.' : `${isBoth ? 'works' : 'does not work'}. ${problem ?? ''}`}
        </p>
        {advice && <p className="text-sm text-muted">{advice}</p>}
      </div>
    </div>
  )
}
