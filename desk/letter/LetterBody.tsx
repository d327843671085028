import { Ellipsis, ImageOff } from 'lucide-react'
import { use, useState } from 'react'
import type { MessageBody } from '#protocol/conversations.ts'
import { Words } from '../conversation/Words.tsx'
import { useIsDark } from '../page/theme.ts'
import { useMembership } from '../workspace/membership.ts'
import { Clip } from './Clip.tsx'
import { HoldStill } from './holding-still.ts'
import { LetterFrame } from './LetterFrame.tsx'
import { letterDocument, wholeText } from './paths.ts'
import { useTrustedImages } from './trusted-images.ts'

/** written: as its writer laid it out. plain: the words alone. */
export type Form = 'written' | 'plain'

/** What a letter says. */
export function LetterBody({ letter, form }: { letter: MessageBody; form: Form }) {
  if (form === 'plain' || !letter.hasHtml) return <Plain letter={letter} />
  return <Written letter={letter} />
}

function Plain({ letter }: { letter: MessageBody }) {
  const { text, foldedText } = letter
  const { workspace } = useMembership()
  const holdStill = use(HoldStill)
  const [isUnfolded, setUnfolded] = useState(false)
  return (
    <Clip>
      <div className="px-3 pb-2">
        {text === '' ? <p className="text-muted">This letter has no words.</p> : <Words text={text} />}
        {foldedText && (
          <>
            <button
              type="button"
              aria-expanded={isUnfolded}
              aria-label="Quotes and signature"
              title="Quotes and signature"
              onClick={() => {
                holdStill()
                setUnfolded(!isUnfolded)
              }}
              className="mt-1.5 flex h-4 items-center rounded-full bg-hover px-2 text-muted hover:text-text pointer-coarse:h-8"
            >
              <Ellipsis size={14} aria-hidden="true" />
            </button>
            {isUnfolded && (
              <div className="mt-1.5 border-l-2 pl-3 text-muted">
                <Words text={foldedText} />
              </div>
            )}
          </>
        )}
        {letter.isExcerpt && (
          <p className="mt-2 text-sm text-muted">
            This is the beginning of a very long letter.{' '}
            <a
              href={wholeText(workspace.id, letter)}
              target="_blank"
              rel="noreferrer"
              className="font-semibold text-accent underline underline-offset-2"
            >
              Open all of it
            </a>
          </p>
        )}
      </div>
    </Clip>
  )
}

function Written({ letter }: { letter: MessageBody }) {
  const { memberId, workspace } = useMembership()
  const isDark = useIsDark()
  const images = useTrustedImages(memberId)
  const sender = letter.envelope?.from?.address
  const [hasHeldBack, setHasHeldBack] = useState(false)
  const [wantsImages, setWantsImages] = useState(false)
  const [isLost, setLost] = useState(false)
  const showsImages = wantsImages || images.trusts(sender)
  const address = letterDocument(workspace.id, letter, { isDark, showsImages })
  if (isLost) {
    return (
      <>
        <p className="px-3 pb-1 text-xs text-muted">The letter as it was written could not be loaded. Its words:</p>
        <Plain letter={letter} />
      </>
    )
  }
  return (
    <>
      {hasHeldBack && !showsImages && (
        <HeldBack
          onShow={() => setWantsImages(true)}
          onTrust={sender === undefined ? undefined : () => images.trust(sender)}
        />
      )}
      <Clip>
        <LetterFrame
          // Another document in the same frame would be a step for the browser's way back.
          key={address}
          id={letter.id}
          src={address}
          title={`What ${letter.author.name || 'the sender'} wrote`}
          text={letter.text}
          onLoad={(loaded) => setHasHeldBack(loaded.querySelector('[data-remote-src]') !== null)}
          onFailure={() => setLost(true)}
        />
      </Clip>
    </>
  )
}

/** Loading them would tell the sender that, when and where the letter was read. */
function HeldBack({ onShow, onTrust }: { onShow: () => void; onTrust?: () => void }) {
  const button = 'shrink-0 rounded px-1 font-semibold text-accent hover:bg-hover pointer-coarse:min-h-9'
  return (
    <p className="mx-3 mb-1 flex items-center gap-x-2 rounded bg-sunken px-2 py-1 text-xs text-muted">
      <ImageOff size={14} aria-hidden="true" className="shrink-0" />
      <span
        className="min-w-0 flex-1 truncate"
        title="They lie elsewhere, and whoever keeps them would see that you read this."
      >
        Images not shown
      </span>
      <button type="button" onClick={onShow} className={button}>
        Show
      </button>
      {onTrust && (
        <button type="button" onClick={onTrust} className={button}>
          Always<span className="max-sm:sr-only"> for this sender</span>
        </button>
      )}
    </p>
  )
}
