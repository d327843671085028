import type { Words } from './words.ts'

export const words: Words = {
  locale: 'fi-FI',
  wrote: (name, date) => `${date} ${name} kirjoitti:`,
  attached: 'Liitteet:',
  aboutYourMessage: (shop) => `Viestisi: ${shop}`,
}
