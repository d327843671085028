import type { Texts } from './texts.ts'

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
