/** What visitors ask: short and long, with letters beyond ASCII, as in the shops that Infolett is for. */
export const SENTENCES = [
  'Hello! Do you have these boots in size 39?',
  'Tere! Minu tellimus 10482 pidi eile kohale jõudma, aga pakiautomaadist pole veel sõnumit tulnud.',
  'Hei, voinko palauttaa takin myymälään, vaikka ostin sen verkkokaupasta?',
  'Здравствуйте! Можно ли изменить адрес доставки, если посылка ещё не отправлена?',
  'ok',
  'The code SPRING15 says it is not valid, but the newsletter that came this morning says that it works until Sunday. I have two things in my cart and would like to order today, could you have a look at what is wrong with it?',
  'Thank you, that helps!',
  'Labdien, vai jūs piegādājat arī uz Latviju?',
]
