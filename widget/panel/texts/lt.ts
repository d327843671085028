import type { MoreTexts, Texts } from './texts.ts'

const plural = new Intl.PluralRules('lt')
const choose = (count: number, one: string, few: string, other: string) =>
  ({ one, few, other, zero: other, two: few, many: other })[plural.select(count)]

export const texts: Texts = {
  launcher: {
    chat: 'Parašykite mums',
    unread: 'neskaityta:',
    cannotConnect: 'Nėra ryšio. Bandome dar kartą…',
  },
  locale: 'lt-LT',
  close: 'Uždaryti pokalbį',
  conversations: 'Pokalbiai',
  newConversation: 'Naujas pokalbis',
  messages: 'Žinutės',

  greeting: 'Sveiki! Kuo galime padėti?',
  here: (names) => `Jums atsako: ${names}`,
  teamIsHere: 'Esame čia',
  nobodyHere: 'Šiuo metu nieko nėra',
  nobodyHereYet: 'Šiuo metu nieko nėra. Vis tiek parašykite: žinutė išliks, o atsakysime čia pat.',

  usualAnswerTime: (time) => `Įprastas atsakymo laikas: ${time}`,
  mostAnswers: (time, most) => `${time} (9 iš 10: ${most} arba greičiau)`,
  closedNow: 'Šiuo metu nedirbame',
  opensAt: (when) => `Šiuo metu nedirbame. Pradedame: ${when}`,
  backAt: (when) => `Grįšime ${when}`,
  mayTakeLonger: 'Atsakymas dabar gali užtrukti ilgiau nei įprastai',

  you: 'Jūs',
  person: 'žmogus',
  bot: 'robotas',
  automatic: 'automatinė žinutė',
  typing: (name) => `${name} rašo…`,
  newMessages: 'Naujos',
  toNewest: 'Naujausios žinutės',
  unreadCount: (count) => `${count} ${choose(count, 'neskaityta žinutė', 'neskaitytos žinutės', 'neskaitytų žinučių')}`,

  yourMessage: 'Jūsų žinutė',
  writeMessage: 'Parašykite žinutę…',
  send: 'Siųsti',
  attach: 'Pridėti failų',
  removeFile: (name) => `Pašalinti ${name}`,
  dropHere: 'Nuvilkite failus čia',

  waiting: 'Laukia išsiuntimo',
  sent: 'Išsiųsta',
  seen: 'Peržiūrėta',
  notSent: 'Neišsiųsta',
  tryAgain: 'Bandyti dar kartą',
  discard: 'Ištrinti',

  closed: 'Šis pokalbis baigtas. Jei parašysite čia, jis vėl atsidarys.',
  closedShort: 'Baigtas',
  cannotConnect: 'Šiuo metu nėra ryšio. Bandome dar kartą…',
  unavailable: 'Šiame puslapyje pokalbiai neveikia.',
  keepPageOpen: 'Neuždarykite puslapio, kol žinutė neišsiųsta.',
  cannotLoad: 'Žinučių šiuo metu įkelti nepavyksta.',
  loading: 'Įkeliama…',

  tooLarge: (name, limit) => `Failas ${name} per didelis. Didžiausias dydis: ${limit}.`,
  notAllowed: (name) => `Tokio failo čia siųsti negalima: ${name}.`,
  isEmpty: (name) => `Failas ${name} tuščias.`,
  cannotUpload: (name) => `Failo ${name} išsiųsti nepavyko.`,
  tooMany: (limit) => `Vienoje žinutėje telpa daugiausia ${limit} failų.`,
  tooLong: (by) => `Per ilga: perteklinių ženklų ${by}.`,
}

export const more: MoreTexts = {
  leaveAddress: 'Palikite savo el. pašto adresą, kad atsakymas Jus pasiektų ir uždarius šį puslapį.',
  email: 'El. paštas',
  phone: 'Telefono numeris',
  save: 'Išsaugoti',
  addressSaved: (address) => `Atsakymas ateis ir adresu ${address}.`,
  wrongEmail: 'Tai ne el. pašto adresas.',
  wrongPhone: 'Tai ne telefono numeris.',
  notSaved: 'Šiuo metu išsaugoti nepavyko.',
  leaveNumber: 'Arba palikite savo numerį: mes Jums paskambinsime.',
  callMe: (phone) => `Prašau man paskambinti: ${phone}`,
  askCall: 'Paskambinkite man',
}
