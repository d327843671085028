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
  personAnswers: 'Jums atsakys žmogus, ne robotas.',
  tookOver: (name) => `Dabar atsako ${name}`,
  typing: (name) => `${name} rašo…`,
  newMessages: 'Naujos',
  toNewest: 'Naujausios žinutės',

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
  cannotConnect: 'Šiuo metu nėra ryšio. Bandome dar kartą…',
  unavailable: 'Šiame puslapyje pokalbiai neveikia.',
  keepPageOpen: 'Neuždarykite puslapio, kol žinutė neišsiųsta.',
  cannotLoad: 'Žinučių šiuo metu įkelti nepavyksta.',
  loading: 'Įkeliama…',

  cannotUpload: (name) => `Failo ${name} išsiųsti nepavyko.`,
  tooLong: (by) => `Per ilga: perteklinių ženklų ${by}.`,
}

export const more: MoreTexts = {
  quickReplies: 'Atsakymų variantai',
  seeProduct: 'Žiūrėti prekę',
  talkToPerson: 'Kalbėtis su žmogumi',
  wantsPerson: 'Norėčiau pasikalbėti su žmogumi.',
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

  closedShort: 'Baigtas',
  unreadCount: (count) => `${count} ${choose(count, 'neskaityta žinutė', 'neskaitytos žinutės', 'neskaitytų žinučių')}`,

  howWasIt: 'Kaip mums sekėsi?',
  scores: ['Labai blogai', 'Blogai', 'Vidutiniškai', 'Gerai', 'Labai gerai'],
  comment: 'Norite ką nors pridurti? (neprivaloma)',
  sendRating: 'Siųsti įvertinimą',
  rated: (score) => `Ačiū! Jūsų įvertinimas: ${score}.`,
  change: 'Keisti',

  moreActions: 'Daugiau',
  transcript: 'Atsiųsti man pokalbį el. paštu',
  link: 'Tęsti kitame įrenginyje',
  linkHint: 'Atsiųsime Jums el. paštu nuorodą, kuri ten atvers šį pokalbį.',
  leftAddress: 'Jūsų paliktas adresas',
  mailSent: (address) => `Siunčiame adresu ${address}.`,
  cannotMail: 'Ši parduotuvė dar negali siųsti el. laiškų iš pokalbio.',
  nothingToSend: 'Atsakymo, kurį būtų galima siųsti, dar nėra.',
  enoughMails: 'Šiandien laiškų jau pakanka. Pabandykite rytoj.',
  notMailed: 'Šiuo metu išsiųsti nepavyko. Pabandykite dar kartą.',

  name: 'Vardas',
  order: 'Užsakymo numeris',
  topic: 'Tema',
  optional: (label) => `${label} (neprivaloma)`,
  goOn: 'Tęsti',
  needed: 'Užpildykite šį lauką.',

  tooLarge: (name, limit) => `Failas ${name} per didelis. Didžiausias dydis: ${limit}.`,
  notAllowed: (name) => `Tokio failo čia siųsti negalima: ${name}.`,
  isEmpty: (name) => `Failas ${name} tuščias.`,
  tooMany: (limit) => `Vienoje žinutėje telpa daugiausia ${limit} failų.`,
}
