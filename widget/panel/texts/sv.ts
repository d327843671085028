import type { MoreTexts, Texts } from './texts.ts'

export const texts: Texts = {
  launcher: {
    chat: 'Chatta med oss',
    unread: 'olästa:',
    cannotConnect: 'Ingen anslutning. Försöker igen…',
  },
  locale: 'sv-SE',
  close: 'Stäng chatten',
  conversations: 'Konversationer',
  newConversation: 'Ny konversation',
  messages: 'Meddelanden',

  greeting: 'Hej! Hur kan vi hjälpa dig?',
  here: (names) => `${names} är här`,
  teamIsHere: 'Vi är här',
  nobodyHere: 'Ingen är här just nu',
  nobodyHereYet: 'Ingen är här just nu. Skriv ändå: vi sparar ditt meddelande och svarar här.',

  usualAnswerTime: (time) => `Vanlig svarstid: ${time}`,
  mostAnswers: (time, most) => `${time} (9 av 10: ${most} eller mindre)`,
  closedNow: 'Vi har stängt nu',
  opensAt: (when) => `Vi har stängt nu. Vi öppnar: ${when}`,
  backAt: (when) => `Vi är tillbaka ${when}`,
  mayTakeLonger: 'Ett svar kan dröja längre än vanligt just nu',

  you: 'Du',
  person: 'människa',
  bot: 'bot',
  automatic: 'automatiskt meddelande',
  typing: (name) => `${name} skriver…`,
  newMessages: 'Nya',
  toNewest: 'Nyaste meddelandena',
  unreadCount: (count) => (count === 1 ? '1 oläst meddelande' : `${count} olästa meddelanden`),

  yourMessage: 'Ditt meddelande',
  writeMessage: 'Skriv ett meddelande…',
  send: 'Skicka',
  attach: 'Bifoga filer',
  removeFile: (name) => `Ta bort ${name}`,
  dropHere: 'Släpp filerna här',

  waiting: 'Väntar på att skickas',
  sent: 'Skickat',
  seen: 'Sett',
  notSent: 'Inte skickat',
  tryAgain: 'Försök igen',
  discard: 'Radera',

  closed: 'Konversationen är avslutad. Skriver du här öppnas den igen.',
  closedShort: 'Avslutad',
  cannotConnect: 'Det går inte att ansluta just nu. Försöker igen…',
  unavailable: 'Chatten är inte tillgänglig på den här sidan.',
  keepPageOpen: 'Håll sidan öppen tills meddelandet har skickats.',
  cannotLoad: 'Meddelandena kan inte laddas just nu.',
  loading: 'Laddar…',

  tooLarge: (name, limit) => `${name} är för stor. Gränsen är ${limit}.`,
  notAllowed: (name) => `Filer som ${name} kan inte skickas här.`,
  isEmpty: (name) => `${name} är tom.`,
  cannotUpload: (name) => `${name} kunde inte skickas.`,
  tooMany: (limit) => `Ett meddelande rymmer högst ${limit} filer.`,
  tooLong: (by) => `${by} tecken för långt.`,
}

export const more: MoreTexts = {
  leaveAddress: 'Lämna din e-postadress, så når svaret dig även när den här sidan är stängd.',
  email: 'E-post',
  phone: 'Telefonnummer',
  save: 'Spara',
  addressSaved: (address) => `Svaret kommer också till ${address}.`,
  wrongEmail: 'Det här är ingen e-postadress.',
  wrongPhone: 'Det här är inget telefonnummer.',
  notSaved: 'Det gick inte att spara just nu.',
  leaveNumber: 'Eller lämna ditt nummer: vi ringer upp dig.',
  callMe: (phone) => `Ring upp mig, tack: ${phone}`,
  askCall: 'Ring upp mig',
}
