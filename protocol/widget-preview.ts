import type { WidgetConfigBody } from './widget.ts'

/** What the desk tells the page that shows a chat window before its settings are saved. */
export type WidgetPreview = {
  config: WidgetConfigBody
  language: string
  /** Who answers, as visitors read it. */
  teamMember: string
  scheme: 'light' | 'dark'
  shows: 'button' | 'window'
}
