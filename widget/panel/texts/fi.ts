import type { MoreTexts, Texts } from './texts.ts'

export const texts: Texts = {
  launcher: {
    chat: 'Kirjoita meille',
    unread: 'lukematta:',
    cannotConnect: 'Ei yhteyttä. Yritetään uudelleen…',
  },
  locale: 'fi-FI',
  close: 'Sulje keskusteluikkuna',
  conversations: 'Keskustelut',
  newConversation: 'Uusi keskustelu',
  messages: 'Viestit',

  greeting: 'Hei! Miten voimme auttaa?',
  here: (names, count) => (count === 1 ? `${names} on paikalla` : `Paikalla ovat ${names}`),
  teamIsHere: 'Olemme paikalla',
  nobodyHere: 'Kukaan ei ole juuri nyt paikalla',
  nobodyHereYet: 'Kukaan ei ole juuri nyt paikalla. Kirjoita silti: viesti säilyy, ja vastaamme tässä.',

  usualAnswerTime: (time) => `Tavallinen vastausaika: ${time}`,
  mostAnswers: (time, most) => `${time} (9/10 vastauksesta: ${most} tai vähemmän)`,
  closedNow: 'Olemme nyt kiinni',
  opensAt: (when) => `Olemme nyt kiinni. Avaamme: ${when}`,
  backAt: (when) => `Palaamme klo ${when}`,
  mayTakeLonger: 'Vastaus voi nyt viipyä tavallista kauemmin',

  you: 'Sinä',
  person: 'ihminen',
  bot: 'botti',
  automatic: 'automaattinen viesti',
  typing: (name) => `${name} kirjoittaa…`,
  newMessages: 'Uudet',
  toNewest: 'Uusimmat viestit',
  unreadCount: (count) => (count === 1 ? '1 lukematon viesti' : `${count} lukematonta viestiä`),

  yourMessage: 'Viestisi',
  writeMessage: 'Kirjoita viesti…',
  send: 'Lähetä',
  attach: 'Liitä tiedostoja',
  removeFile: (name) => `Poista ${name}`,
  dropHere: 'Pudota tiedostot tähän',

  waiting: 'Odottaa lähetystä',
  sent: 'Lähetetty',
  seen: 'Nähty',
  notSent: 'Lähettämättä',
  tryAgain: 'Yritä uudelleen',
  discard: 'Poista',

  closed: 'Tämä keskustelu on päätetty. Jos kirjoitat tähän, se avautuu uudelleen.',
  closedShort: 'Päätetty',
  cannotConnect: 'Yhteyttä ei saada juuri nyt. Yritetään uudelleen…',
  unavailable: 'Keskustelu ei ole käytettävissä tällä sivulla.',
  keepPageOpen: 'Pidä sivu auki, kunnes viesti on lähetetty.',
  cannotLoad: 'Viestejä ei voida ladata juuri nyt.',
  loading: 'Ladataan…',

  tooLarge: (name, limit) => `${name} on liian suuri. Enimmäiskoko on ${limit}.`,
  notAllowed: (name) => `Tällaista tiedostoa ei voi lähettää tässä: ${name}.`,
  isEmpty: (name) => `${name} on tyhjä.`,
  cannotUpload: (name) => `Tiedoston ${name} lähetys ei onnistunut.`,
  tooMany: (limit) => `Yhteen viestiin mahtuu enintään ${limit} tiedostoa.`,
  tooLong: (by) => `Viesti on ${by} merkkiä liian pitkä.`,
}

export const more: MoreTexts = {
  leaveAddress: 'Jätä sähköpostiosoitteesi, niin vastaus tavoittaa sinut silloinkin, kun tämä sivu on suljettu.',
  email: 'Sähköposti',
  phone: 'Puhelinnumero',
  save: 'Tallenna',
  addressSaved: (address) => `Vastaus tulee myös osoitteeseen ${address}.`,
  wrongEmail: 'Tämä ei ole sähköpostiosoite.',
  wrongPhone: 'Tämä ei ole puhelinnumero.',
  notSaved: 'Tallennus ei onnistunut juuri nyt.',
  leaveNumber: 'Tai jätä numerosi: soitamme sinulle.',
  callMe: (phone) => `Soittakaa minulle takaisin: ${phone}`,
  askCall: 'Soittakaa minulle',
}
