import { TriangleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import type { VisitError } from '#protocol/customers.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { hostOf, isSamePage, pathOf } from './addresses.ts'

const FIRST = 3

type VisitErrorsProps = {
  /** Newest first. */
  errors: VisitError[]
  /** Where the visitor is. */
  pageUrl: string | undefined
}

/** What the visitor's browser complains of: on the page they are on, then on those before. */
export function VisitErrors({ errors, pageUrl }: VisitErrorsProps) {
  const isHere = ({ url }: VisitError) => pageUrl !== undefined && isSamePage(url, pageUrl)
  const earlier = errors.filter((error) => !isHere(error))
  return (
    <>
      <ErrorList title="Errors on this page" errors={errors.filter(isHere)} />
      <ErrorList title="Errors on earlier pages" errors={earlier} namesPage />
    </>
  )
}

type ErrorListProps = { title: string; errors: VisitError[]; namesPage?: boolean }

function ErrorList({ title, errors, namesPage = false }: ErrorListProps) {
  const [areAllShown, showAll] = useState(false)
  const titleId = useId()
  if (errors.length === 0) return null
  return (
    <section aria-labelledby={titleId} className="rounded bg-danger-soft px-2 py-1.5">
      <h4 id={titleId} className="flex items-center gap-1.5 pb-1 text-xs font-semibold text-danger">
        <TriangleAlert size={12} aria-hidden="true" />
        {title}
      </h4>
      <ul className="flex flex-col gap-1.5">
        {(areAllShown ? errors : errors.slice(0, FIRST)).map((error) => (
          <ErrorRow key={`${error.at} ${error.message} ${error.source}`} error={error} namesPage={namesPage} />
        ))}
      </ul>
      {!areAllShown && errors.length > FIRST && (
        <button
          type="button"
          onClick={() => showAll(true)}
          className="mt-1 rounded text-accent hover:underline pointer-coarse:min-h-9"
        >
          Show all {errors.length}
        </button>
      )}
    </section>
  )
}

function ErrorRow({ error, namesPage }: { error: VisitError; namesPage: boolean }) {
  const { at, url, kind, message, source, status } = error
  const isRequest = kind === 'request' && source
  const where = [isRequest ? hostOf(source) : source && placeOf(source), namesPage && `on ${pathOf(url)}`]
  return (
    <li title={[url, message, source].filter(Boolean).join('\n')}>
      <p className="[overflow-wrap:anywhere] select-text">
        {isRequest ? (
          <>
            <span className="font-semibold tabular-nums">{status}</span> {pathOf(source)}
          </>
        ) : (
          message
        )}
      </p>
      <p className="flex items-baseline gap-2 text-xs text-muted">
        <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{where.filter(Boolean).join(' ')}</span>
        <RelativeTime at={at} className="shrink-0" />
      </p>
    </li>
  )
}

/** "https://shop.example/js/pay.js:12:5" is "pay.js:12:5". */
const placeOf = (source: string) => source.split('?')[0]?.split('/').at(-1) || source
