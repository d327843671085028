/** What the loader needs before anything is loaded; the build puts it into the loader. */
export type LauncherTexts = {
  /** Name of the launcher. */
  chat: string
  /** Before a number: "unread: 2". */
  unread: string
  cannotConnect: string
}

/** What an opened chat window says. A language is one file of this folder. */
export type Texts = {
  launcher: LauncherTexts
  /** How times and numbers are written for a reader whose browser names no country. */
  locale: string
  close: string
  conversations: string
  newConversation: string
  messages: string

  greeting: string
  /** "Ada and Bo are here": the names are already joined. */
  here(names: string, count: number): string
  teamIsHere: string
  nobodyHere: string
  nobodyHereYet: string

  /** "4 minutes" */
  usualAnswerTime(time: string): string
  /** "4 minutes (9 of 10: 20 minutes or less)": the spans are already words. */
  mostAnswers(time: string, most: string): string
  closedNow: string
  /** "Monday 09:00" */
  opensAt(when: string): string
  /** "14:30" */
  backAt(when: string): string
  mayTakeLonger: string

  you: string
  person: string
  bot: string
  automatic: string
  personAnswers: string
  /** Another than before speaks for the shop now. */
  tookOver(name: string): string
  typing(name: string): string
  newMessages: string
  toNewest: string

  yourMessage: string
  writeMessage: string
  send: string
  attach: string
  removeFile(name: string): string
  dropHere: string

  waiting: string
  sent: string
  seen: string
  notSent: string
  tryAgain: string
  discard: string

  closed: string
  cannotConnect: string
  unavailable: string
  keepPageOpen: string
  cannotLoad: string
  loading: string

  cannotUpload(name: string): string
  tooLong(by: number): string
}

/** What parts of the window say that most visitors never need; they come with those parts. */
export type MoreTexts = {
  quickReplies: string
  seeProduct: string
  talkToPerson: string
  /** Sent in the visitor's name. */
  wantsPerson: string
  leaveAddress: string
  email: string
  phone: string
  save: string
  addressSaved(address: string): string
  wrongEmail: string
  wrongPhone: string
  notSaved: string
  leaveNumber: string
  callMe(phone: string): string
  askCall: string

  closedShort: string
  unreadCount(count: number): string

  howWasIt: string
  /** From 1 to 5. */
  scores: [string, string, string, string, string]
  comment: string
  sendRating: string
  /** The score in words. */
  rated(score: string): string
  change: string

  /** Name of the button that shows what can be done with a conversation. */
  moreActions: string
  transcript: string
  link: string
  linkHint: string
  leftAddress: string
  mailSent(address: string): string
  cannotMail: string
  nothingToSend: string
  enoughMails: string
  notMailed: string

  name: string
  order: string
  topic: string
  optional(label: string): string
  goOn: string
  needed: string

  tooLarge(name: string, limit: string): string
  notAllowed(name: string): string
  isEmpty(name: string): string
  tooMany(limit: number): string
}
