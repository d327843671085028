import type { Language } from '../visitor.ts'

const estonian = {
  locale: 'et-EE',
  title: 'Klientide postkastid',
  nothingLeaves:
    'Siit masinast ei lähe ükski kiri välja. Mida näidispood oma klientidele saadab, jõuab ainult siia, ja mida kliendid siin vastavad, jõuab töölaua vestlusesse. Siia jäävad 200 viimast kirja; neid näeb igaüks, kes näidispoodi avab.',
  ownServer: 'Näidispoe postkastil on nüüd oma saatmisserver, nii et kirjad lähevad päriselt teele ja siia ei jõua.',
  nobodyYet: 'Siin ei ole veel ühtegi kirja. Vasta töölaual mõnele e-kirjale või kirjuta ise poele.',
  fromShop: 'Poelt',
  toShop: 'Poele',
  automatic: 'Automaatne',
  noSubject: '(teemata)',
  writeTitle: 'Kirjuta poele',
  writeText: 'Saada poele kiri ühe kliendi nimel.',
  who: 'Kelle nimel',
  subject: 'Teema',
  text: 'Kiri',
  leaveEmpty: 'Jäta tühjaks, siis läheb teele näidiskiri kliendi keeles.',
  send: 'Saada',
  back: 'Kõik postkastid',
  from: 'Kellelt',
  to: 'Kellele',
  cc: 'Koopia',
  date: 'Aeg',
  files: 'Manused',
  headers: 'Kõik päised',
  answerAs: (name: string) => `Vasta: ${name}`,
  answerText: 'Vastus läheb poele nagu iga kiri ja jõuab samasse vestlusesse.',
  sent: 'Kiri jõudis poe postkasti. Vaata töölauda.',
  letters: (count: number) => (count === 1 ? '1 kiri' : `${count} kirja`),
}

type MailWords = typeof estonian

const english: MailWords = {
  locale: 'en-GB',
  title: 'What customers’ mailboxes hold',
  nothingLeaves:
    'No letter leaves this machine. What the demo shop sends to its customers arrives only here, and what they answer here arrives in the conversation on the desk. The newest 200 letters stay; whoever opens the demo shop can read them.',
  ownServer:
    'The demo shop’s mailbox has a sending server of its own now: its letters really leave and do not come here.',
  nobodyYet: 'There are no letters here yet. Answer an e-mail on the desk, or write to the shop yourself.',
  fromShop: 'From the shop',
  toShop: 'To the shop',
  automatic: 'Automatic',
  noSubject: '(no subject)',
  writeTitle: 'Write to the shop',
  writeText: 'Send the shop a mail as one of its customers.',
  who: 'As whom',
  subject: 'Subject',
  text: 'Letter',
  leaveEmpty: 'Leave it empty to send an example in the customer’s language.',
  send: 'Send',
  back: 'All mailboxes',
  from: 'From',
  to: 'To',
  cc: 'Copy',
  date: 'Date',
  files: 'Files',
  headers: 'All headers',
  answerAs: (name) => `Answer as ${name}`,
  answerText: 'The answer goes to the shop like any mail, and arrives in the same conversation.',
  sent: 'The shop’s mailbox has it. Look at the desk.',
  letters: (count) => (count === 1 ? '1 letter' : `${count} letters`),
}

export const mailWordsIn = (language: Language): MailWords => (language === 'et' ? estonian : english)
