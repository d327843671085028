import { CopyField } from '../../../ui/CopyField.tsx'
import { SettingsSection } from '../../SettingsSection.tsx'

/** Another way in, for mailboxes that cannot be read. */
export function Forwarding({ address, forwardAddress }: { address: string; forwardAddress: string }) {
  return (
    <SettingsSection
      title="Forwarding"
      lead="Where nothing but forwarding is allowed, mail comes in this way too. What comes by both is taken in once."
    >
      <CopyField label={`Forward the mail of ${address} to`} text={forwardAddress} />
      <p className="text-sm text-muted">
        In the settings of your provider choose “forward” or “redirect” and keep a copy there. Some providers send a
        mail with a code to confirm it: it appears in the inbox here.
      </p>
    </SettingsSection>
  )
}
