import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

type TabsProps<Value extends string> = {
  label: string
  value: Value
  onChange: (value: Value) => void
  tabs: readonly { value: Value; label: ReactNode; panel?: ReactNode }[]
  className?: string
}

/** Several views of one thing. Without panels it is only the bar. */
export function Tabs<Value extends string>({ label, value, onChange, tabs, className = '' }: TabsProps<Value>) {
  return (
    <Base.Root value={value} onValueChange={(chosen: Value) => onChange(chosen)} className={className}>
      <Base.List aria-label={label} className="flex gap-4 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 border-transparent whitespace-nowrap text-muted select-none hover:text-text data-active:border-accent data-active:text-text"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(
        (tab) =>
          tab.panel && (
            <Base.Panel key={tab.value} value={tab.value} className="outline-hidden">
              {tab.panel}
            </Base.Panel>
          ),
      )}
    </Base.Root>
  )
}
