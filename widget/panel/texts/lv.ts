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
  typing: (name) => `${name} raksta…`,
  newMessages: 'Jauni',
  toNewest: 'Jaunākie ziņojumi',
  unreadCount: (count) => `${count} ${choose(count, 'nelasīts ziņojums', 'nelasīti ziņojumi')}`,

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
  closedShort: 'Slēgta',
  cannotConnect: 'Pašlaik nav savienojuma. Mēģinām vēlreiz…',
  unavailable: 'Šajā lapā tērzēšana nav pieejama.',
  keepPageOpen: 'Neaizveriet lapu, kamēr ziņojums nav nosūtīts.',
  cannotLoad: 'Ziņojumus pašlaik nevar ielādēt.',
  loading: 'Ielādējam…',

  tooLarge: (name, limit) => `Fails ${name} ir par lielu. Lielākais izmērs: ${limit}.`,
  notAllowed: (name) => `Šādu failu šeit nevar sūtīt: ${name}.`,
  isEmpty: (name) => `Fails ${name} ir tukšs.`,
  cannotUpload: (name) => `Failu ${name} neizdevās nosūtīt.`,
  tooMany: (limit) => `Vienā ziņojumā var būt ne vairāk kā ${limit} faili.`,
  tooLong: (by) => `Par garu: liekas rakstzīmes: ${by}.`,
}

export const more: MoreTexts = {
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
}
