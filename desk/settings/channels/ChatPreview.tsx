import { useEffect, useRef, useState } from 'react'
import type { WidgetPreview } from '#protocol/widget-preview.ts'
import { Segments } from '../../ui/Segments.tsx'
import { Select } from '../../ui/Select.tsx'
import { useMembership } from '../../workspace/membership.ts'
import { type ChatLook, previewOf, spokenChoices } from './chat-look.ts'

type ChatPreviewProps = {
  look: ChatLook
  language: string
  onLanguage: (language: string) => void
  shows: WidgetPreview['shows']
  onShow: (shows: WidgetPreview['shows']) => void
}

/** The chat window itself on an empty page, as it would be if this were saved. Nothing it is told leaves the browser. */
export function ChatPreview({ look, language, onLanguage, shows, onShow }: ChatPreviewProps) {
  const { name, workspace } = useMembership()
  const [scheme, setScheme] = useState<WidgetPreview['scheme']>('light')
  const [device, setDevice] = useState<'phone' | 'computer'>('computer')
  const preview: WidgetPreview = {
    config: previewOf(look, language, workspace.name),
    language,
    teamMember: name,
    scheme,
    shows,
  }
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Segments label="What is shown" value={shows} choices={parts} onChoose={onShow} />
        <Segments label="Colours" value={scheme} choices={schemes} onChoose={setScheme} />
        <Segments label="Device" value={device} choices={devices} onChoose={setDevice} className="max-sm:hidden" />
        <Select
          label="Language of the preview"
          isLabelHidden
          name="preview language"
          choices={spokenChoices()}
          value={language}
          onChoose={onLanguage}
          className="min-w-36 flex-1"
        />
      </div>
      {/* What a page wears and speaks it has from its start. */}
      <PreviewPage key={`${language} ${scheme}`} preview={preview} isNarrow={device === 'phone'} />
    </section>
  )
}

function PreviewPage({ preview, isNarrow }: { preview: WidgetPreview; isNarrow: boolean }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [isLoaded, setLoaded] = useState(false)
  const told = JSON.stringify(preview)
  useEffect(() => {
    // A page in a sandbox has no origin to name.
    if (isLoaded) frame.current?.contentWindow?.postMessage(JSON.parse(told), '*')
  }, [isLoaded, told])
  return (
    <iframe
      ref={frame}
      title="The chat window as it will look"
      src="/widget/preview/"
      sandbox="allow-scripts"
      onLoad={() => setLoaded(true)}
      className={`h-[min(38rem,62dvh)] rounded border ${isNarrow ? 'w-90 max-w-full self-center' : 'w-full'}`}
    />
  )
}

const parts = [
  { value: 'window', label: 'Window' },
  { value: 'button', label: 'Button' },
] as const

const schemes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

const devices = [
  { value: 'computer', label: 'Computer' },
  { value: 'phone', label: 'Phone' },
] as const
