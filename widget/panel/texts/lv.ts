import type { MoreTexts, Texts } from './texts.ts'

const plural = new Intl.PluralRules('lv')
const choose = (count: number, one: string, other: string) => (plural.select(count) === 'one' ? one : other)

export const texts: Texts = {
  launcher: {
    chat: 'Rakstiet mums',
    unread: 'nelasīti:',
    cannotConnect: 'Nav savienojuma. Mēģinām vēlreiz…',
  },
  locale: 'lv-LV',
  close: 'Aizvērt tērzēšanu',
  conversations: 'Sarunas',
  newConversation: 'Jauna saruna',
  messages: 'Ziņojumi',

  greeting: 'Labdien! Kā varam palīdzēt?',
  here: (names) => `Jums atbild: ${names}`,
  teamIsHere: 'Esam šeit',
  nobodyHere: 'Pašlaik neviena nav uz vietas',
  nobodyHereYet: 'Pašlaik neviena nav uz vietas. Tomēr rakstiet: ziņojums saglabāsies, un mēs atbildēsim tepat.',

  usualAnswerTime: (time) => `Parastais atbildes laiks: ${time}`,
  mostAnswers: (time, most) => `${time} (9 no 10: ${most} vai ātrāk)`,
  closedNow: 'Pašlaik esam slēgti',
  opensAt: (when) => `Pašlaik esam slēgti. Atveram: ${when}`,
  backAt: (when) => `Būsim atpakaļ plkst. ${when}`,
  mayTakeLonger: 'Atbilde pašlaik var ieilgt vairāk nekā parasti',

  you: 'Jūs',
  person: 'cilvēks',
  bot: 'robots',
  automatic: 'automātisks ziņojums',
  personAnswers: 'Jums atbildēs cilvēks, nevis bots.',
  tookOver: (name) => `Tagad atbild ${name}`,
  typing: (name) => `${name} raksta…`,
  newMessages: 'Jauni',
  toNewest: 'Jaunākie ziņojumi',

  yourMessage: 'Jūsu ziņojums',
  writeMessage: 'Rakstiet ziņojumu…',
  send: 'Sūtīt',
  attach: 'Pievienot failus',
  removeFile: (name) => `Noņemt ${name}`,
  dropHere: 'Ievelciet failus šeit',

  waiting: 'Gaida nosūtīšanu',
  sent: 'Nosūtīts',
  seen: 'Redzēts',
  notSent: 'Nav nosūtīts',
  tryAgain: 'Mēģināt vēlreiz',
  discard: 'Dzēst',

  closed: 'Šī saruna ir slēgta. Ja rakstīsiet šeit, tā atvērsies no jauna.',
  cannotConnect: 'Pašlaik nav savienojuma. Mēģinām vēlreiz…',
  unavailable: 'Šajā lapā tērzēšana nav pieejama.',
  keepPageOpen: 'Neaizveriet lapu, kamēr ziņojums nav nosūtīts.',
  cannotLoad: 'Ziņojumus pašlaik nevar ielādēt.',
  loading: 'Ielādējam…',

  cannotUpload: (name) => `Failu ${name} neizdevās nosūtīt.`,
  tooLong: (by) => `Par garu: liekas rakstzīmes: ${by}.`,
}

export const more: MoreTexts = {
  quickReplies: 'Atbilžu varianti',
  seeProduct: 'Skatīt preci',
  talkToPerson: 'Sazināties ar cilvēku',
  wantsPerson: 'Vēlos sazināties ar cilvēku.',
  leaveAddress: 'Atstājiet savu e-pasta adresi, lai atbilde Jūs sasniegtu arī tad, kad šī lapa ir aizvērta.',
  email: 'E-pasts',
  phone: 'Tālruņa numurs',
  save: 'Saglabāt',
  addressSaved: (address) => `Atbilde pienāks arī uz ${address}.`,
  wrongEmail: 'Tā nav e-pasta adrese.',
  wrongPhone: 'Tas nav tālruņa numurs.',
  notSaved: 'Pašlaik neizdevās saglabāt.',
  leaveNumber: 'Vai atstājiet savu numuru: mēs Jums atzvanīsim.',
  callMe: (phone) => `Lūdzu, atzvaniet man: ${phone}`,
  askCall: 'Atzvaniet man',

  closedShort: 'Slēgta',
  unreadCount: (count) => `${count} ${choose(count, 'nelasīts ziņojums', 'nelasīti ziņojumi')}`,

  howWasIt: 'Kā mums veicās?',
  scores: ['Ļoti slikti', 'Slikti', 'Viduvēji', 'Labi', 'Ļoti labi'],
  comment: 'Vai vēlaties ko piebilst? (pēc izvēles)',
  sendRating: 'Nosūtīt vērtējumu',
  rated: (score) => `Paldies! Jūsu vērtējums: ${score}.`,
  change: 'Mainīt',

  moreActions: 'Vairāk',
  transcript: 'Nosūtīt man sarunu e-pastā',
  link: 'Turpināt citā ierīcē',
  linkHint: 'Nosūtīsim Jums e-pastā saiti, kas tur atvērs šo sarunu.',
  leftAddress: 'Jūsu atstātā adrese',
  mailSent: (address) => `Ceļā uz ${address}.`,
  cannotMail: 'Šis veikals no tērzēšanas vēl nevar sūtīt e-pastus.',
  nothingToSend: 'Vēl nav atbildes, ko nosūtīt.',
  enoughMails: 'Šodienai e-pastu pietiek. Lūdzu, mēģiniet rīt.',
  notMailed: 'Pašlaik neizdevās nosūtīt. Lūdzu, mēģiniet vēlreiz.',

  name: 'Vārds',
  order: 'Pasūtījuma numurs',
  topic: 'Temats',
  optional: (label) => `${label} (pēc izvēles)`,
  goOn: 'Turpināt',
  needed: 'Lūdzu, aizpildiet šo lauku.',

  tooLarge: (name, limit) => `Fails ${name} ir par lielu. Lielākais izmērs: ${limit}.`,
  notAllowed: (name) => `Šādu failu šeit nevar sūtīt: ${name}.`,
  isEmpty: (name) => `Fails ${name} ir tukšs.`,
  tooMany: (limit) => `Vienā ziņojumā var būt ne vairāk kā ${limit} faili.`,
}
