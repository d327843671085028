import type { VisitConsent } from '#protocol/channels.ts'
import { RadioList } from '../../ui/RadioList.tsx'

const choices = [
  {
    value: 'with-consent',
    label: 'After the visitor has agreed',
    hint: (
      <>
        Nothing of the visit is told until your cookie banner calls{' '}
        <code className="font-mono">infolett('consent', true)</code>. The chat itself works before that.
      </>
    ),
  },
  {
    value: 'always',
    label: 'Always, once they open the chat',
    hint: 'Pages and products viewed, cart, device and errors on the page. Your privacy notice should say so.',
  },
  { value: 'never', label: 'Never', hint: 'The team sees what visitors write, and nothing else.' },
] as const

type VisitConsentFieldProps = { value: VisitConsent; onChange: (consent: VisitConsent) => void }

export function VisitConsentField({ value, onChange }: VisitConsentFieldProps) {
  return <RadioList label="What the team sees of the visit" value={value} choices={choices} onChoose={onChange} />
}
