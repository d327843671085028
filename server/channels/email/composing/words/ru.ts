import type { Words } from './words.ts'

export const words: Words = {
  locale: 'ru-RU',
  wrote: (name, date) => `${date}, ${name} пишет:`,
  attached: 'Вложения:',
  aboutYourMessage: (shop) => `Ваше сообщение: ${shop}`,
}
