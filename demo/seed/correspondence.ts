type Correspondence = {
  subject: string
  /** Who is no customer of the shop's and wrote all the same. */
  from?: string
  forwardedFrom?: { name: string; address: string }
  /** The customer thought of another one, by turn. */
  subjects?: Record<number, string>
  /** Who else got the customer's letters. */
  cc?: { name: string; address: string }[]
  /** What came back of the last letter. */
  bounces?: string
}

/** What stands on the letters of conversations by e-mail. */
export const correspondence: Record<string, Correspondence> = {
  V003: { subject: 'Kardinad on liiga lühikesed' },
  V005: { subject: 'Не хватает подушки, заказ 48085' },
  V006: { subject: 'Arve 48090 ettevõtte nimele', bounces: 'andres.soosaar@example.com: This mailbox is full.' },
  V008: { subject: 'Voodi jalg murdus! Tellimus 48015' },
  V010: { subject: 'Kus on minu raha?' },
  V012: { subject: 'Unsubscribe' },
  V015: { subject: 'Maljakko tuli rikki' },
  V017: { subject: 'FIRST PAGE ranking GUARANTEED!!!', from: 'hello@first-page.example' },
  V024: { subject: 'Madratsi prooviaeg' },
  V026: { subject: 'Patjan vaihto kovempaan' },
  V031: { subject: 'Kood SYGIS20 jäi sisestamata' },
  V034: { subject: 'Užsakymas 48183' },
  V036: { subject: 'Missä untuvapeitto viipyy? 48174' },
  V046: {
    subject: 'Kinkekaardid 40 töötajale',
    subjects: { 2: 'E-kaartide saatmise aeg (oli: Kinkekaardid 40 töötajale)' },
    cc: [{ name: 'Raamatupidamine', address: 'arved@merelaine.example' }],
  },
  V049: { subject: 'Order 48203 is late' },
  V057: { subject: 'Minu andmete kustutamine' },
  V061: { subject: 'Teie pakk on kinni peetud', from: 'tollimaks@pakk-kohe.example' },
  V062: { subject: 'STRICTLY CONFIDENTIAL inheritance', from: 'e.blackwood@chambers.example' },
  V063: {
    subject: 'Fwd: Kas saab hiljem tuua?',
    from: 'marko@pihlaka.example',
    forwardedFrom: { name: 'Helve Kuusalu', address: 'helve.kuusalu@example.com' },
  },
  V068: { subject: 'Kardinakangas' },
  V069: { subject: 'Arve kadus ära' },
  V070: { subject: 'Tagastamine teises poes' },
  V071: { subject: 'Diivanilaua kojuvedu' },
}
