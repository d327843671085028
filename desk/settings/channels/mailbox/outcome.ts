const outcomes = ['given', 'denied', 'refused', 'late', 'unreachable'] as const

/** What became of going to a provider to sign in to a mailbox; it stands in the address when one comes back. */
export type Outcome = (typeof outcomes)[number]

export const findOutcome = (name: unknown): Outcome | undefined => outcomes.find((one) => one === name)
