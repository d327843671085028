import { type ReactNode, useEffect } from 'react'

type EntranceProps = { title: string; lead?: ReactNode; children?: ReactNode; foot?: ReactNode }

/** A page before the desk: one question in the middle of a calm page. */
export function Entrance({ title, lead, children, foot }: EntranceProps) {
  useEffect(() => {
    document.title = `${title} · Infolett`
  }, [title])
  return (
    <main className="flex h-full flex-col overflow-y-auto px-6 py-8">
      <div className="mx-auto my-auto flex w-full max-w-84 flex-col gap-6 pb-[6vh]">
        <header className="flex flex-col gap-1">
          <img src="/desk/icon.svg" alt="Infolett" className="mb-4 size-8" />
          <h1 className="text-xl">{title}</h1>
          {lead && <p className="text-muted">{lead}</p>}
        </header>
        {children}
        {foot && <footer className="border-t pt-4 text-sm text-muted">{foot}</footer>}
      </div>
    </main>
  )
}
