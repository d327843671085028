import type { MoreTexts, Texts } from './texts.ts'

export const texts: Texts = {
  launcher: {
    chat: 'Chat with us',
    unread: 'unread:',
    cannotConnect: 'No connection. Trying again…',
  },
  locale: 'en-GB',
  close: 'Close chat',
  conversations: 'Conversations',
  newConversation: 'New conversation',
  messages: 'Messages',

  greeting: 'Hello! How can we help?',
  here: (names, count) => (count === 1 ? `${names} is here` : `${names} are here`),
  teamIsHere: 'We are here',
  nobodyHere: 'Nobody is here right now',
  nobodyHereYet: 'Nobody is here right now. Write anyway: we keep your message and answer it here.',

  usualAnswerTime: (time) => `Usual answer time: ${time}`,
  mostAnswers: (time, most) => `${time} (9 of 10: ${most} or less)`,
  closedNow: 'We are closed now',
  opensAt: (when) => `We are closed now. We open: ${when}`,
  backAt: (when) => `We are back at ${when}`,
  mayTakeLonger: 'An answer may take longer than usual now',

  you: 'You',
  person: 'person',
  bot: 'bot',
  automatic: 'automatic message',
  typing: (name) => `${name} is typing…`,
  newMessages: 'New',
  toNewest: 'Newest messages',
  unreadCount: (count) => (count === 1 ? '1 unread message' : `${count} unread messages`),

  yourMessage: 'Your message',
  writeMessage: 'Write a message…',
  send: 'Send',
  attach: 'Attach files',
  removeFile: (name) => `Remove ${name}`,
  dropHere: 'Drop files here',

  waiting: 'Waiting to be sent',
  sent: 'Sent',
  seen: 'Seen',
  notSent: 'Not sent',
  tryAgain: 'Try again',
  discard: 'Delete',

  closed: 'This conversation is closed. If you write here, it opens again.',
  closedShort: 'Closed',
  cannotConnect: "Can't connect right now. Trying again…",
  unavailable: 'The chat is not available on this page.',
  keepPageOpen: 'Keep this page open until your message is sent.',
  cannotLoad: "The messages can't be loaded right now.",
  loading: 'Loading…',

  tooLarge: (name, limit) => `${name} is too large. The limit is ${limit}.`,
  notAllowed: (name) => `Files like ${name} can't be sent here.`,
  isEmpty: (name) => `${name} is empty.`,
  cannotUpload: (name) => `${name} couldn't be sent.`,
  tooMany: (limit) => `At most ${limit} files fit in one message.`,
  tooLong: (by) => `Too long by ${by} ${by === 1 ? 'character' : 'characters'}.`,
}

export const more: MoreTexts = {
  leaveAddress: 'Leave your e-mail address, so that the answer reaches you also when this page is closed.',
  email: 'E-mail',
  phone: 'Phone number',
  save: 'Save',
  addressSaved: (address) => `The answer also comes to ${address}.`,
  wrongEmail: 'This is not an e-mail address.',
  wrongPhone: 'This is not a phone number.',
  notSaved: "This couldn't be saved right now.",
  leaveNumber: 'Or leave your number: we call you back.',
  callMe: (phone) => `Please call me back: ${phone}`,
  askCall: 'Call me back',
}
