import type { Words } from './words.ts'

export const words: Words = {
  locale: 'sv-SE',
  wrote: (name, date) => `Den ${date} skrev ${name}:`,
  attached: 'Bilagor:',
  aboutYourMessage: (shop) => `Ditt meddelande till ${shop}`,
}
