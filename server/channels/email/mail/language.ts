/** The commonest words of mail, also as people write them without their marks. */
const WORDS: Record<string, string> = {
  et: 'ja ei on ma see kas te mu teie oma mis kui kus ka oli aga siis saan sain tere aitäh aitah tänan palun kuidas sooviksin soovin tellimus tellimuse tellisin pole ole veel minu mulle meil teil et või ning sest kuid juba välja üks midagi keegi müüte arve arvet pakk lugupidamisega küsimus mida millal siin olen oleks kohta jõuab ainult kaks kiri kirja saaksite saaksid saate võiks aadressi aadress muuta tagastada raha kaup kauba toode toote kingad laos suurus homme täna hästi sobib palju head päeva kirjutage saatke vastust ootan',
  fi: 'ja ei on se että olen oli mutta kun kiitos hei moi onko voiko voisitteko missä milloin tilaus tilaukseni tilauksen haluaisin tuote tuotteen minun teidän tämä en ole vielä myös jos niin kuin sitten terveisin lasku paketti voitteko koska mitä minulle sain tai vai sekä joka osoite osoitteen muuttaa palauttaa rahat varastossa koko huomenna hyvin sopii paljon hyvää päivää kengät lähettää saapuu',
  lv: 'un ir es ka ar par uz no vai labdien sveiki paldies lūdzu ludzu kur kad mans mana pasūtījums pasutijums pasūtījumu nav bet tas tā to jo lai vēlos velos man jums jūs kā es arī ari preci prece būs tiek bija cieņu ja pēc līdz nevaru adresi adrese mainīt atgriezt nauda noliktavā izmērs rīt labi cik atbildi nosūtiet piegāde kurpes varat',
  lt: 'ir yra aš kad su kaip bet tai ar labas laba diena sveiki ačiū aciu prašau kur kada mano užsakymas uzsakymas užsakymą nes dėl del man jūsų jusu noriu norėčiau noreciau prekė prekę nėra buvo bus iš į po už prie šis šią pagarbiai galite dar jau adresą adresas pakeisti grąžinti pinigai sandėlyje dydis rytoj gerai kiek atsakymo pristatymas batai',
  sv: 'och är jag det att en som på för av med den till har inte om hej tack var när min beställning vill kan ni er från ett men så vad hur mig mitt hälsningar paket faktura skulle varan eftersom igen kommer fått adress adressen ändra returnera pengar lager storlek imorgon bra hur mycket svar leverans skor skorna finns',
  en: 'the and is to of in it you that for my i have not when where what please thanks thank hello hi order your with this was can we are on be will me do how but from has would which there cancel return did an as if at address change return money stock size tomorrow much answer delivery shoes could would please',
  de: 'und ist ich das die der nicht ein eine zu mit für auf haben wir sie den es im hallo danke bitte wann wo meine mein bestellung ware rechnung können möchte wie aber von noch auch mir grüßen dem war wird habe guten tag adresse ändern zurückgeben geld lager größe morgen gut wie viel antwort lieferung schuhe',
  nl: 'en is ik het de een niet van dat mijn wanneer waar bestelling dank graag wil voor met u naar zijn heb maar kan hoe om geen wordt',
  da: 'og er jeg det at en som på for af med den til har ikke om hej tak hvor hvornår min ordre vil kan I fra et men så hvad hvordan mig mit ordren pakke',
  fr: 'et est je le la les un une des de du pas que qui pour dans en vous nous bonjour merci où commande ma mon mes votre avec sur ce',
  es: 'y es el la los las un una de del que no en por para con mi pedido hola gracias dónde donde cuándo su está me se como pero',
  it: 'e è il la lo gli un una di del che non in per con mio ordine ciao grazie dove quando suo mi si come ma sono della',
  pl: 'i jest w na z do nie się że to moje zamówienie kiedy gdzie dzień dobry dziękuję proszę mam czy jak ale od za po przez już',
}
const LISTS = Object.entries(WORDS).map(([language, words]) => ({
  language,
  words: new Set(words.toLowerCase().split(' ')),
}))
/** Letters that only one of our languages has. */
const LETTERS: [RegExp, string][] = [
  [/[õ]/g, 'et'],
  [/[āēīģķļņ]/g, 'lv'],
  [/[ąęėįų]/g, 'lt'],
  [/[ß]/g, 'de'],
]
const MAX_LENGTH = 2_000

/** The language of a text as ISO 639-1, or null when it does not say enough to be sure. */
export function guessLanguage(text: string): string | null {
  const sample = text
    .slice(0, MAX_LENGTH)
    .replace(/\S+(@|:\/\/)\S+/g, ' ')
    .toLowerCase()
  const cyrillic = sample.match(/[а-яёіїєґў]/g)?.length ?? 0
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (cyrillic > latin) return cyrillic < 4 ? null : /[іїєґ]/.test(sample) ? 'uk' : /ў/.test(sample) ? 'be' : 'ru'
  const kana = sample.match(/[\u3040-\u30FF]/g)?.length ?? 0
  if (kana > 1 && latin < kana * 3) return 'ja'
  return guessLatin(sample)
}

function guessLatin(sample: string): string | null {
  const words = sample.match(/\p{L}+/gu) ?? []
  const scores = LISTS.map(({ language, words: known }) => ({
    language,
    score: words.filter((word) => known.has(word)).length,
  }))
  for (const [letters, language] of LETTERS) {
    const found = Math.min(sample.match(letters)?.length ?? 0, 3)
    for (const entry of scores) if (entry.language === language) entry.score += found * 0.7
  }
  const [best, second] = scores.toSorted((a, b) => b.score - a.score)
  if (!best || !second || best.score < second.score * 1.25) return null
  // One word alone proves little, unless it is all there is and nobody else has it: "Aitäh!"
  const isEnough =
    best.score >= 1.4 ||
    (words.length <= 4 && second.score === 0 && words.some((word) => word.length > 3 && isWordOf(word, best.language)))
  return isEnough && best.score > 0 ? best.language : null
}

function isWordOf(word: string, language: string): boolean {
  return LISTS.some((list) => list.language === language && list.words.has(word))
}

/** What Content-Language (RFC 3282) says, when it says one. */
export function declaredLanguage(value: string | undefined): string | null {
  return /^\s*([a-z]{2})(?:-[a-z0-9-]+)?\s*$/i.exec(value ?? '')?.[1]?.toLowerCase() ?? null
}
