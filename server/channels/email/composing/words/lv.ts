import type { Words } from './words.ts'

export const words: Words = {
  locale: 'lv-LV',
  wrote: (name, date) => `${date} ${name} rakstīja:`,
  attached: 'Pielikumi:',
  aboutYourMessage: (shop) => `Jūsu ziņa: ${shop}`,
}
