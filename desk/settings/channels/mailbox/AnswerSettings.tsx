import { useState } from 'react'
import type { MailboxBody } from '#protocol/email.ts'
import { explain, fieldErrors } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Form } from '../../../ui/Form.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextArea, TextField } from '../../../ui/TextField.tsx'
import { SettingsSection } from '../../SettingsSection.tsx'
import { useMailboxChange } from './changing.ts'
import { readReopening, reopenings, writeReopening } from './reopening.ts'

type Values = { name: string; senderName: string; signature: string; reopening: string }

/** How letters leave the shop, and when an answer goes on with what was closed. */
export function AnswerSettings({ mailbox: { channelId, name, settings } }: { mailbox: MailboxBody }) {
  const changing = useMailboxChange(channelId, { done: 'It is saved.' })
  const [quotesHistory, setQuotesHistory] = useState(settings.quotesHistory ?? true)
  const [hasPlusAddresses, setHasPlusAddresses] = useState(settings.hasPlusAddresses ?? false)
  return (
    <SettingsSection title="Answers">
      <Form<Values>
        onSubmit={({ name, senderName, signature, reopening }) =>
          changing.mutate({
            name,
            settings: {
              senderName: senderName.trim() || null,
              signature: signature.trim() || null,
              reopenDays: readReopening(reopening),
              quotesHistory,
              hasPlusAddresses,
            },
          })
        }
        isBusy={changing.isPending}
        errors={fieldErrors(changing.error)}
        problem={changing.error && explain(changing.error)}
        className="max-w-128"
        actions={
          <Button type="submit" variant="primary" isBusy={changing.isPending}>
            Save
          </Button>
        }
      >
        <TextField
          label="Name of the channel"
          name="name"
          defaultValue={name}
          maxLength={80}
          hint="Only the team sees it."
          required
          missing="Write a name."
        />
        <TextField
          label="Name of the sender"
          name="senderName"
          defaultValue={settings.senderName ?? ''}
          maxLength={120}
          hint="What customers see beside the address. Empty: who answers, with the shop’s name behind."
        />
        <TextArea
          label="Signature of the shop"
          name="signature"
          defaultValue={settings.signature ?? ''}
          maxLength={2_000}
          rows={4}
          hint="Below each letter. Who answers adds their own in their profile. Without either it is the shop’s name."
        />
        <Select
          label="When a customer answers what was closed"
          name="reopening"
          choices={reopenings(settings.reopenDays)}
          defaultValue={writeReopening(settings.reopenDays)}
        />
        <Checkbox
          label="Put what was written before below each answer"
          isChecked={quotesHistory}
          onChange={setQuotesHistory}
        />
        <Checkbox
          label="This mailbox takes mail for name+anything@"
          hint="Then each letter has a return address of its own, and answers find back even when a mail program loses the thread."
          isChecked={hasPlusAddresses}
          onChange={setHasPlusAddresses}
        />
      </Form>
    </SettingsSection>
  )
}
