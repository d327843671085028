import { type ReactNode, useEffect, useId } from 'react'

/** The head of a settings page; its title is the browser tab's too. */
export function SettingsHead({ title, lead, action }: { title: string; lead?: ReactNode; action?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Infolett`
  }, [title])
  return (
    <header className="flex flex-wrap items-start gap-3">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="text-xl">{title}</h2>
        {lead && <p className="mt-1 max-w-140 text-muted">{lead}</p>}
      </div>
      {action}
    </header>
  )
}

type SettingsSectionProps = { title: string; lead?: ReactNode; action?: ReactNode; children?: ReactNode }

/** One matter on a settings page. */
export function SettingsSection({ title, lead, action, children }: SettingsSectionProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-3">
      <header className="flex flex-wrap items-end gap-3 border-b pb-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 id={titleId} className="text-base">
            {title}
          </h3>
          {lead && <p className="max-w-140 text-sm text-muted">{lead}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  )
}

/** One of a list: what it is, what is to know about it, what can be done with it. */
export function Row({
  start,
  title,
  detail,
  children,
}: {
  start?: ReactNode
  title: ReactNode
  detail?: ReactNode
  children?: ReactNode
}) {
  return (
    <li className="flex min-h-12 items-center gap-3 border-b py-2 last:border-b-0">
      {start}
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">{title}</div>
        {detail && <div className="text-sm text-muted">{detail}</div>}
      </div>
      {children && <div className="flex shrink-0 items-center gap-2">{children}</div>}
    </li>
  )
}
