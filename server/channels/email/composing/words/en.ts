import type { Words } from './words.ts'

export const words: Words = {
  locale: 'en-GB',
  wrote: (name, date) => `On ${date}, ${name} wrote:`,
  attached: 'Attached:',
  aboutYourMessage: (shop) => `Your message to ${shop}`,
}
