import { SENTENCES } from './sentences.ts'

type Language = {
  greeting: string
  farewell: string
  sentences: string[]
  /** What mail programs put before what they quote. */
  attribution: (name: string, address: string) => string
  /** One that people of this language really use besides UTF-8. */
  charset: string
}

const [boots = '', order = '', jacket = '', address = '', ok = '', code = '', thanks = ''] = SENTENCES

/** How customers of a shop by the Baltic Sea write. */
export const LANGUAGES: Language[] = [
  {
    greeting: 'Tere!',
    farewell: 'Lugupidamisega',
    sentences: [
      order,
      'Kas saaksin arve ettevõtte nimele? Registrikood ja aadress on allkirjas.',
      'Püksid jõudsid kohale, aga õmblus on küljelt lahti. Lisasin pildi, vaadake palun üle.',
      'Aitäh kiire vastuse eest!',
    ],
    attribution: (name, from) => `Kuupäev: E, 14. september 2026 kell 12:03 kirjutas ${name} (<${from}>):`,
    charset: 'windows-1257',
  },
  {
    greeting: 'Hei!',
    farewell: 'Ystävällisin terveisin',
    sentences: [
      jacket,
      'Tilausvahvistus tuli, mutta lähetystunnus ei toimi. Voisitteko tarkistaa, missä paketti on?',
      'Mikä on äidin sormikkaiden oikea koko, jos käsi on 18 cm ympäri?',
      'Kiitos avusta, hyvää viikonloppua!',
    ],
    attribution: (name, from) => `ma 14. syysk. 2026 klo 12.03 ${name} (${from}) kirjoitti:`,
    charset: 'iso-8859-15',
  },
  {
    greeting: 'Добрый день!',
    farewell: 'С уважением',
    sentences: [
      address,
      'Посылка пришла, но вместо синей шапки лежала красная. Как её обменять?',
      'Подскажите, пожалуйста, когда снова будут в продаже ботинки 42 размера.',
      'Спасибо большое!',
    ],
    attribution: (name, from) => `пн, 14 сент. 2026 г. в 12:03, ${name} <${from}>:`,
    charset: 'koi8-r',
  },
  {
    greeting: 'Hello,',
    farewell: 'Kind regards',
    sentences: [
      boots,
      ok,
      code,
      thanks,
      'I’d like to return one of the two sweaters – it’s a “medium”, but fits like a small.',
    ],
    attribution: (name, from) => `On Mon, Sep 14, 2026 at 12:03 PM ${name} <${from}> wrote:`,
    charset: 'windows-1252',
  },
]

export const NAMES = ['Mari Mets', 'Jüri Õunapuu', 'Aino Mäkinen', 'Väinö Hyvärinen', 'Анна Петрова', 'Cleo Kask', 'Bo']
