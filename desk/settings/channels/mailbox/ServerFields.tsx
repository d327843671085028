import { ChevronDown } from 'lucide-react'
import type { MailServer } from '#protocol/email.ts'
import { Select } from '../../../ui/Select.tsx'
import { PasswordField, TextArea, TextField } from '../../../ui/TextField.tsx'

type Door = 'imap' | 'smtp'
type DoorValues<Name extends Door> = Record<`${Name}Host` | `${Name}Port` | `${Name}User`, string> &
  Record<`${Name}Security`, MailServer['security']>
/** What stands in the fields below. */
export type ServerValues = DoorValues<'imap'> &
  DoorValues<'smtp'> & { outgoingPassword: string; certificateAuthority: string }

type ServerFieldsProps = {
  imap: MailServer | null
  smtp: MailServer | null
  isOpen: boolean
  hasOutgoingPassword: boolean
}

/** Who knows their provider need not look; who does not finds all there is. */
export function ServerFields({ imap, smtp, isOpen, hasOutgoingPassword }: ServerFieldsProps) {
  const certificateAuthority = imap?.certificateAuthority ?? smtp?.certificateAuthority ?? ''
  return (
    <details open={isOpen} className="group rounded border">
      <summary className="flex h-9 list-none items-center gap-2 px-3 text-sm font-semibold select-none hover:bg-hover pointer-coarse:h-11 [&::-webkit-details-marker]:hidden">
        <span className="flex-1">Server settings</span>
        <ChevronDown size={16} aria-hidden="true" className="text-muted group-not-open:-rotate-90" />
      </summary>
      <div className="flex flex-col gap-5 border-t p-3">
        <ServerGroup door="imap" title="Reading (IMAP)" server={imap} />
        <ServerGroup door="smtp" title="Sending (SMTP)" server={smtp} />
        <PasswordField
          label="Password for sending, if it is another one"
          name="outgoingPassword"
          autoComplete="new-password"
          placeholder={hasOutgoingPassword ? 'Stays as it is' : ''}
        />
        <TextArea
          label="Certificate authority"
          name="certificateAuthority"
          defaultValue={certificateAuthority ?? ''}
          placeholder="-----BEGIN CERTIFICATE-----"
          spellCheck={false}
          hint="Only for a server of your own whose certificate is privately signed."
        />
      </div>
    </details>
  )
}

function ServerGroup({ door, title, server }: { door: Door; title: string; server: MailServer | null }) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm text-muted">{title}</legend>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_6rem_9rem]">
        <TextField
          label="Server"
          name={`${door}Host`}
          defaultValue={server?.host}
          check={(value) => (/^[A-Za-z0-9.-]+$/.test(value) ? null : 'Write a name such as mail.shop.example.')}
          autoCapitalize="none"
          spellCheck={false}
          required
          missing="Write the name of the server."
        />
        <TextField
          label="Port"
          name={`${door}Port`}
          defaultValue={String(server?.port ?? (door === 'imap' ? 993 : 465))}
          inputMode="numeric"
          check={(value) => (/^\d{1,5}$/.test(value) && Number(value) > 0 ? null : 'A number.')}
          required
          missing="A number."
        />
        <Select
          label="Encryption"
          name={`${door}Security`}
          defaultValue={server?.security ?? 'tls'}
          choices={[
            { value: 'tls', label: 'TLS' },
            { value: 'starttls', label: 'STARTTLS' },
          ]}
        />
      </div>
      <TextField
        label="User name"
        name={`${door}User`}
        defaultValue={server?.user}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        hint="Mostly the address."
        required
        missing="Write the user name."
      />
    </fieldset>
  )
}

export function readServers(values: ServerValues): { imap: MailServer; smtp: MailServer } {
  const certificateAuthority = values.certificateAuthority.trim() || null
  return {
    imap: {
      host: values.imapHost.trim(),
      port: Number(values.imapPort),
      security: values.imapSecurity,
      user: values.imapUser.trim(),
      certificateAuthority,
    },
    smtp: {
      host: values.smtpHost.trim(),
      port: Number(values.smtpPort),
      security: values.smtpSecurity,
      user: values.smtpUser.trim(),
      certificateAuthority,
    },
  }
}
