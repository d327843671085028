/** The few words that a letter needs beside what its author wrote. */
export type Words = {
  /** How dates are written. */
  locale: string
  /** Above what somebody wrote before. */
  wrote: (name: string, date: string) => string
  /** Before the names of files, where a message had no other words. */
  attached: string
  /** The subject when neither side gave one. */
  aboutYourMessage: (shop: string) => string
}
