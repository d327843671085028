import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelBody, ChatSettings } from '#protocol/channels.ts'
import type { WidgetPreview } from '#protocol/widget-preview.ts'
import { api } from '../../api.ts'
import { explain, fieldErrors } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Form.tsx'
import { languageChoices } from '../../ui/regional.ts'
import { Select } from '../../ui/Select.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { useMembership } from '../../workspace/membership.ts'
import { channelsQuery } from '../../workspace/queries.ts'
import { AccentField } from './AccentField.tsx'
import { ChatPreview } from './ChatPreview.tsx'
import { type ChatLook, lookOf, settingsOf, spokenIn, whereSeen } from './chat-look.ts'
import { LauncherFields } from './LauncherFields.tsx'
import { checkOrigins, readOrigins } from './origins.ts'
import { PreChatFields } from './PreChatFields.tsx'
import { VisitConsentField } from './VisitConsentField.tsx'
import { WordsByLanguage } from './WordsByLanguage.tsx'

type ChatFormProps = { channel?: ChannelBody; onDone: () => void }
type Values = { name: string; allowedOrigins: string }

/** A new chat window, or one that is there, beside how it will look. */
export function ChatForm({ channel, onDone }: ChatFormProps) {
  const { workspace } = useMembership()
  const { name, settings } = channel ?? { name: '', settings: {} }
  const [look, setLook] = useState(() => lookOf({ settings }, workspace.language))
  const [preChat, setPreChat] = useState(settings.preChat ?? {})
  const [shows, setShows] = useState<WidgetPreview['shows']>('window')
  const [readIn, setReadIn] = useState(() => spokenIn(look.language))
  const change = (part: Partial<ChatLook>) => {
    setLook((before) => ({ ...before, ...part }))
    setShows((before) => whereSeen(part) ?? before)
  }
  const changeWords = (words: Partial<ChatLook>, language?: string) => {
    change(words)
    if (language) setReadIn(language)
  }
  const saving = useSaving(channel, onDone)
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_31rem]">
      <Form<Values>
        onSubmit={({ name, allowedOrigins }) =>
          saving.mutate({
            name,
            settings: { ...settingsOf(look), preChat, allowedOrigins: readOrigins(allowedOrigins) },
          })
        }
        isBusy={saving.isPending}
        errors={fieldErrors(saving.error)}
        problem={saving.error && explain(saving.error)}
        actions={
          <Button type="submit" variant="primary" isBusy={saving.isPending}>
            {channel ? 'Save' : 'Make the chat window'}
          </Button>
        }
      >
        <TextField
          label="Name"
          name="name"
          defaultValue={name}
          maxLength={80}
          hint="Only the team sees it."
          required
          missing="Write a name."
        />
        <AccentField value={look.accent} onChange={(accent) => change({ accent })} />
        <LauncherFields look={look} onChange={change} />
        <Select
          label="Language"
          name="language"
          choices={languageChoices(look.language)}
          value={look.language}
          onChoose={(language) => change({ language })}
          hint="Of the shop. A visitor whose language the window speaks reads that instead."
        />
        <TextArea
          label="Greeting"
          name="greeting"
          value={look.greeting}
          onChange={({ currentTarget }) => change({ greeting: currentTarget.value })}
          maxLength={500}
          hint="What a visitor reads first. Empty: a short greeting in the window's language."
        />
        <WordsByLanguage greetings={look.greetings} launcherLabels={look.launcherLabels} onChange={changeWords} />
        <PreChatFields value={preChat} onChange={setPreChat} />
        <VisitConsentField value={look.visitConsent} onChange={(visitConsent) => change({ visitConsent })} />
        <TextArea
          label="Pages that may show it"
          name="allowedOrigins"
          defaultValue={settings.allowedOrigins?.join('\n')}
          check={checkOrigins}
          placeholder="https://shop.example"
          spellCheck={false}
          hint="One a line. Empty: any page."
        />
      </Form>
      <div className="lg:sticky lg:top-0">
        <ChatPreview look={look} language={readIn} onLanguage={setReadIn} shows={shows} onShow={setShows} />
      </div>
    </div>
  )
}

type Change = { name: string; settings: ChatSettings }

function useSaving(channel: ChannelBody | undefined, onDone: () => void) {
  const { workspace } = useMembership()
  const queryClient = useQueryClient()
  const path = `/workspaces/${workspace.id}/channels`
  return useMutation({
    mutationFn: (change: Change) =>
      channel ? api.patch(`${path}/${channel.id}`, change) : api.post(path, { kind: 'chat', ...change }),
    onSuccess: async (_, { name }) => {
      await queryClient.invalidateQueries({ queryKey: channelsQuery(workspace.id).queryKey })
      showToast(`“${name}” is saved.`)
      onDone()
    },
  })
}
