import type { Words } from './words.ts'

export const words: Words = {
  locale: 'lt-LT',
  wrote: (name, date) => `${date} ${name} rašė:`,
  attached: 'Priedai:',
  aboutYourMessage: (shop) => `Jūsų žinutė: ${shop}`,
}
