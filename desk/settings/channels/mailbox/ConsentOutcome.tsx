import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { Outcome } from './outcome.ts'

const sentences: Record<Outcome, string> = {
  given: 'You are signed in. From now on its mail is read.',
  denied: 'At the provider somebody said no. Without their word this mailbox cannot be read.',
  refused: 'The provider did not let us in. Sign in once more.',
  late: 'That took too long, or you have signed out of Infolett meanwhile. Sign in once more.',
  unreachable: 'The provider could not be reached. Try it again in a while.',
}

/** What became of going to the provider. */
export function ConsentOutcome({ outcome }: { outcome: Outcome }) {
  const isGood = outcome === 'given'
  const Icon = isGood ? CircleCheck : TriangleAlert
  return (
    <p
      role="status"
      className={`flex items-start gap-2 rounded px-3 py-2 ${isGood ? 'bg-accent-soft text-accent' : 'bg-note text-on-note'}`}
    >
      <Icon size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      {sentences[outcome]}
    </p>
  )
}
