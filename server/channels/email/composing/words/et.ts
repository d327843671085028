import type { Words } from './words.ts'

export const words: Words = {
  locale: 'et-EE',
  wrote: (name, date) => `${date} kirjutas ${name}:`,
  attached: 'Manused:',
  aboutYourMessage: (shop) => `Sinu kiri: ${shop}`,
}
