import type { MoreTexts, Texts } from './texts.ts'

export const texts: Texts = {
  launcher: {
    chat: 'Kirjuta meile',
    unread: 'lugemata:',
    cannotConnect: 'Ühendust pole. Proovime uuesti…',
  },
  locale: 'et-EE',
  close: 'Sulge vestlusaken',
  conversations: 'Vestlused',
  newConversation: 'Uus vestlus',
  messages: 'Sõnumid',

  greeting: 'Tere! Kuidas saame aidata?',
  here: (names, count) => (count === 1 ? `${names} on kohal` : `Kohal on ${names}`),
  teamIsHere: 'Oleme kohal',
  nobodyHere: 'Praegu ei ole kedagi kohal',
  nobodyHereYet: 'Praegu ei ole kedagi kohal. Kirjuta ikka: sõnum jääb alles ja vastame siinsamas.',

  usualAnswerTime: (time) => `Tavaline vastamisaeg: ${time}`,
  mostAnswers: (time, most) => `${time} (kümnest vastusest üheksa: ${most} või vähem)`,
  closedNow: 'Praegu oleme suletud',
  opensAt: (when) => `Praegu oleme suletud. Avame: ${when}`,
  backAt: (when) => `Oleme tagasi kell ${when}`,
  mayTakeLonger: 'Vastus võib praegu tulla tavalisest hiljem',

  you: 'Sina',
  person: 'inimene',
  bot: 'robot',
  automatic: 'automaatne sõnum',
  typing: (name) => `${name} kirjutab…`,
  newMessages: 'Uued',
  toNewest: 'Uuemad sõnumid',
  unreadCount: (count) => (count === 1 ? '1 lugemata sõnum' : `${count} lugemata sõnumit`),

  yourMessage: 'Sinu sõnum',
  writeMessage: 'Kirjuta sõnum…',
  send: 'Saada',
  attach: 'Lisa faile',
  removeFile: (name) => `Eemalda ${name}`,
  dropHere: 'Lohista failid siia',

  waiting: 'Ootab saatmist',
  sent: 'Saadetud',
  seen: 'Nähtud',
  notSent: 'Saatmata',
  tryAgain: 'Proovi uuesti',
  discard: 'Kustuta',

  closed: 'See vestlus on lõpetatud. Kui kirjutad siia, avaneb see uuesti.',
  closedShort: 'Lõpetatud',
  cannotConnect: 'Praegu ei saa ühendust. Proovime uuesti…',
  unavailable: 'Sellel lehel ei saa vestelda.',
  keepPageOpen: 'Ära sulge lehte enne, kui sõnum on saadetud.',
  cannotLoad: 'Sõnumeid ei saa praegu laadida.',
  loading: 'Laadime…',

  tooLarge: (name, limit) => `${name} on liiga suur. Suurim lubatud maht on ${limit}.`,
  notAllowed: (name) => `Sellist faili siin saata ei saa: ${name}.`,
  isEmpty: (name) => `${name} on tühi.`,
  cannotUpload: (name) => `Faili ${name} ei õnnestunud saata.`,
  tooMany: (limit) => `Ühte sõnumisse mahub kuni ${limit} faili.`,
  tooLong: (by) => `Sõnum on ${by} märgi võrra liiga pikk.`,
}

export const more: MoreTexts = {
  leaveAddress: 'Jäta oma e-posti aadress, siis jõuab vastus sinuni ka siis, kui see leht on suletud.',
  email: 'E-post',
  phone: 'Telefoninumber',
  save: 'Salvesta',
  addressSaved: (address) => `Vastus tuleb ka aadressile ${address}.`,
  wrongEmail: 'See ei ole e-posti aadress.',
  wrongPhone: 'See ei ole telefoninumber.',
  notSaved: 'Praegu ei õnnestunud salvestada.',
  leaveNumber: 'Või jäta oma number: helistame sulle tagasi.',
  callMe: (phone) => `Palun helistage mulle tagasi: ${phone}`,
  askCall: 'Helistage mulle',
}
