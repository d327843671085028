/** What we write by ourselves: facts in whole sentences, spans and instants behind a colon, as no language inflects them there. */
export type AutomaticWords = {
  received: (shop: string, number: number) => string
  closed: string
  opens: (when: string) => string
  answerTime: (usual: string) => string
  answerTimes: (usual: string, most: string) => string
  goodbye: (shop: string) => string
  /** Above answers of a chat that nobody has seen there. */
  unseen: (shop: string) => string
  /** Below them. */
  answerHere: string
}

const en: AutomaticWords = {
  received: (shop, number) => `Thank you for writing to ${shop}. We have your message; its number is ${number}.`,
  closed: 'We are closed at the moment.',
  opens: (when) => `We are closed at the moment. We open: ${when}.`,
  answerTime: (usual) => `Usual answer time: ${usual}.`,
  answerTimes: (usual, most) => `Usual answer time: ${usual} (9 of 10: ${most} or less).`,
  goodbye: (shop) => `Kind regards\n${shop}`,
  unseen: (shop) => `${shop} has answered you in the chat:`,
  answerHere: 'You can answer this e-mail; it comes into the same conversation.',
}

const et: AutomaticWords = {
  received: (shop, number) => `Aitäh, et kirjutasid: ${shop}. Sinu kiri on käes; selle number on ${number}.`,
  closed: 'Praegu oleme suletud.',
  opens: (when) => `Praegu oleme suletud. Avame: ${when}.`,
  answerTime: (usual) => `Tavaline vastamisaeg: ${usual}.`,
  answerTimes: (usual, most) => `Tavaline vastamisaeg: ${usual} (kümnest vastusest üheksa: ${most} või vähem).`,
  goodbye: (shop) => `Tervitades\n${shop}`,
  unseen: (shop) => `${shop} vastas sulle vestlusaknas:`,
  answerHere: 'Võid vastata sellele kirjale: vastus jõuab samasse vestlusse.',
}

const fi: AutomaticWords = {
  received: (shop, number) => `Kiitos viestistäsi, ${shop}. Viestisi on saapunut; sen numero on ${number}.`,
  closed: 'Olemme juuri nyt kiinni.',
  opens: (when) => `Olemme juuri nyt kiinni. Avaamme: ${when}.`,
  answerTime: (usual) => `Tavallinen vastausaika: ${usual}.`,
  answerTimes: (usual, most) => `Tavallinen vastausaika: ${usual} (9/10 vastauksesta: ${most} tai vähemmän).`,
  goodbye: (shop) => `Ystävällisin terveisin\n${shop}`,
  unseen: (shop) => `${shop} vastasi sinulle keskusteluikkunassa:`,
  answerHere: 'Voit vastata tähän viestiin: vastaus tulee samaan keskusteluun.',
}

const ru: AutomaticWords = {
  received: (shop, number) => `Спасибо, что написали нам (${shop}). Ваше сообщение получено, его номер: ${number}.`,
  closed: 'Сейчас мы закрыты.',
  opens: (when) => `Сейчас мы закрыты. Откроемся: ${when}.`,
  answerTime: (usual) => `Обычное время ответа: ${usual}.`,
  answerTimes: (usual, most) => `Обычное время ответа: ${usual} (9 из 10: ${most} или быстрее).`,
  goodbye: (shop) => `С уважением,\n${shop}`,
  unseen: (shop) => `${shop}: вам ответили в чате:`,
  answerHere: 'Вы можете ответить на это письмо: ответ придёт в тот же разговор.',
}

const lv: AutomaticWords = {
  received: (shop, number) => `Paldies, ka rakstījāt: ${shop}. Jūsu ziņojums ir saņemts; tā numurs ir ${number}.`,
  closed: 'Pašlaik esam slēgti.',
  opens: (when) => `Pašlaik esam slēgti. Atveram: ${when}.`,
  answerTime: (usual) => `Parastais atbildes laiks: ${usual}.`,
  answerTimes: (usual, most) => `Parastais atbildes laiks: ${usual} (9 no 10: ${most} vai ātrāk).`,
  goodbye: (shop) => `Ar cieņu\n${shop}`,
  unseen: (shop) => `${shop} Jums atbildēja tērzēšanā:`,
  answerHere: 'Varat atbildēt uz šo e-pastu: atbilde nonāks tajā pašā sarunā.',
}

const lt: AutomaticWords = {
  received: (shop, number) => `Dėkojame, kad parašėte: ${shop}. Jūsų žinutę gavome; jos numeris: ${number}.`,
  closed: 'Šiuo metu nedirbame.',
  opens: (when) => `Šiuo metu nedirbame. Pradedame: ${when}.`,
  answerTime: (usual) => `Įprastas atsakymo laikas: ${usual}.`,
  answerTimes: (usual, most) => `Įprastas atsakymo laikas: ${usual} (9 iš 10: ${most} arba greičiau).`,
  goodbye: (shop) => `Pagarbiai\n${shop}`,
  unseen: (shop) => `${shop} Jums atsakė pokalbyje:`,
  answerHere: 'Galite atsakyti į šį laišką: atsakymas pateks į tą patį pokalbį.',
}

const sv: AutomaticWords = {
  received: (shop, number) =>
    `Tack för att du skrev till ${shop}. Vi har fått ditt meddelande; det har nummer ${number}.`,
  closed: 'Vi har stängt just nu.',
  opens: (when) => `Vi har stängt just nu. Vi öppnar: ${when}.`,
  answerTime: (usual) => `Vanlig svarstid: ${usual}.`,
  answerTimes: (usual, most) => `Vanlig svarstid: ${usual} (9 av 10: ${most} eller mindre).`,
  goodbye: (shop) => `Vänliga hälsningar\n${shop}`,
  unseen: (shop) => `${shop} har svarat dig i chatten:`,
  answerHere: 'Du kan svara på det här mejlet: svaret kommer till samma konversation.',
}

export const automaticWords: Record<string, AutomaticWords> = { en, et, fi, ru, lv, lt, sv }
