import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { EmailSettings, MailboxTestBody, MailServerGuess } from '#protocol/email.ts'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import { SettingsHead } from '../../SettingsSection.tsx'
import { AddressStep } from './AddressStep.tsx'
import { ReadingStep } from './ReadingStep.tsx'
import { SignInStep } from './SignInStep.tsx'

/** Where a mailbox is added: in the place of a channel's id. */
export const NEW_MAILBOX = 'new-mailbox'

/** What is known so far; each step adds to it. */
export type Draft = {
  address: string
  guess: MailServerGuess
  settings: EmailSettings
  password: string
  outgoingPassword: string | null
  folders: NonNullable<MailboxTestBody['incoming']>['folders']
}

type Step = { name: 'address' } | { name: 'sign-in'; draft: Draft } | { name: 'reading'; draft: Draft }

const titles = {
  address: 'Which address?',
  'sign-in': 'How does Infolett get in?',
  reading: 'What shall it read?',
}
const numbers = { address: 1, 'sign-in': 2, reading: 3 }

/** From an address to a connected mailbox, in three steps. */
export function NewMailbox() {
  const [step, setStep] = useState<Step>({ name: 'address' })
  const [address, setAddress] = useState('')
  return (
    <>
      <BackToChannels />
      <SettingsHead title="Add a mailbox" />
      <StepHead key={step.name} name={step.name} />
      {step.name === 'address' && (
        <AddressStep
          address={address}
          onKnown={(draft) => {
            setAddress(draft.address)
            setStep({ name: 'sign-in', draft })
          }}
        />
      )}
      {step.name === 'sign-in' && (
        <SignInStep
          draft={step.draft}
          onBack={() => setStep({ name: 'address' })}
          onTried={(draft) => setStep({ name: 'reading', draft })}
        />
      )}
      {step.name === 'reading' && (
        <ReadingStep draft={step.draft} onBack={() => setStep({ name: 'sign-in', draft: step.draft })} />
      )}
    </>
  )
}

export function BackToChannels() {
  return (
    <Link
      to="/$workspaceId/settings/$section"
      params={{ workspaceId: useWorkspaceId(), section: 'channels' }}
      className="-mb-6 -ml-1 inline-flex h-8 items-center gap-1 self-start rounded pr-2 text-sm text-accent hover:bg-accent-soft pointer-coarse:h-10"
    >
      <ChevronLeft size={16} aria-hidden="true" />
      All channels
    </Link>
  )
}

/** Takes the focus when a step begins, so that it is read out; not at the first, whose field waits for the address. */
function StepHead({ name }: { name: Step['name'] }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (name !== 'address') heading.current?.focus()
  }, [name])
  return (
    <h3 ref={heading} tabIndex={-1} className="-mb-4 flex items-baseline gap-2 text-lg outline-hidden">
      {titles[name]}
      <span className="text-sm font-normal text-muted">Step {numbers[name]} of 3</span>
    </h3>
  )
}
