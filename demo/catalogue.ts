import { type DemoProduct, demoProducts } from './data.ts'
import type { Language } from './visitor.ts'

type Both = Record<Language, string>
export type Category = { id: string; slug: string; name: Both; about: Both }

export const categories: readonly Category[] = [
  {
    id: 'madratsid',
    slug: 'madratsid',
    name: { et: 'Madratsid', en: 'Mattresses' },
    about: {
      et: 'Pehmest H2-st tugeva H4-ni. Pihlaka Uni madratseid saad kodus proovida 60 ööd.',
      en: 'From soft H2 to firm H4. Try a Pihlaka Uni mattress at home for 60 nights.',
    },
  },
  {
    id: 'voodid',
    slug: 'voodid',
    name: { et: 'Voodid', en: 'Beds' },
    about: {
      et: 'Voodid, mis ei kriuksu ega jää jalgu. Toome ukse taha.',
      en: 'Beds that neither creak nor get in the way. Brought to your door.',
    },
  },
  {
    id: 'padjad',
    slug: 'padjad',
    name: { et: 'Padjad', en: 'Pillows' },
    about: {
      et: 'Kõrge või madal, sulg või vaht: iga kael leiab oma.',
      en: 'High or low, feather or foam: one for every neck.',
    },
  },
  {
    id: 'tekid',
    slug: 'tekid',
    name: { et: 'Tekid', en: 'Duvets' },
    about: {
      et: 'Kergest suvetekist udusuleni, mis hoiab ka jaanuaris sooja.',
      en: 'From a light summer duvet to down that keeps January out.',
    },
  },
  {
    id: 'voodipesu',
    slug: 'voodipesu',
    name: { et: 'Voodipesu', en: 'Bed linen' },
    about: {
      et: 'Puuvill, satiin, linane ja flanell rahulikes toonides.',
      en: 'Cotton, sateen, linen and flannel in quiet colours.',
    },
  },
  {
    id: 'kodutekstiil',
    slug: 'kodutekstiil',
    name: { et: 'Kodutekstiil', en: 'Home textiles' },
    about: {
      et: 'Vaibad jalge alla ja kardinad akna ette, ka mõõdu järgi.',
      en: 'Rugs for the floor and curtains for the window, made to measure too.',
    },
  },
  {
    id: 'sisustus',
    slug: 'sisustus',
    name: { et: 'Sisustus', en: 'Decor' },
    about: {
      et: 'Valgus, soojus ja väikesed asjad, mis teevad toast kodu.',
      en: 'Light, warmth and the small things that make a room a home.',
    },
  },
  {
    id: 'rätikud',
    slug: 'ratikud',
    name: { et: 'Rätikud', en: 'Towels' },
    about: {
      et: 'Paks frotee vanni kõrvale, kerge vahvel sauna.',
      en: 'Thick terry for the bath, light waffle for the sauna.',
    },
  },
  {
    id: 'riided',
    slug: 'riided',
    name: { et: 'Riided', en: 'Clothes' },
    about: {
      et: 'Naistele, meestele ja lastele. Kodus võid rahus proovida, esimene vahetus on tasuta.',
      en: 'For women, men and children. Try them on at home; the first exchange is free.',
    },
  },
  {
    id: 'jalatsid',
    slug: 'jalatsid',
    name: { et: 'Jalatsid', en: 'Shoes' },
    about: {
      et: 'Lörtsi, lume ja toasooja jaoks.',
      en: 'For slush, for snow and for the warmth indoors.',
    },
  },
  {
    id: 'parfüümid',
    slug: 'parfuumid',
    name: { et: 'Parfüümid', en: 'Perfumes' },
    about: {
      et: 'Originaalid ametlikelt Euroopa Liidu edasimüüjatelt.',
      en: 'Originals from official distributors in the European Union.',
    },
  },
  {
    id: 'kinkekaardid',
    slug: 'kinkekaardid',
    name: { et: 'Kinkekaardid', en: 'Gift cards' },
    about: {
      et: 'Kui ei tea, mida kinkida. Kehtib kaks aastat.',
      en: 'When you cannot decide. Valid for two years.',
    },
  },
]

const favouriteSkus = ['PES-03', 'DEK-09', 'RII-15', 'DEK-05', 'MAD-03', 'JAL-01', 'PAR-05', 'RAT-03']

export const favourites: readonly DemoProduct[] = favouriteSkus.flatMap((sku) => findProduct(sku) ?? [])

export function findProduct(sku: string): DemoProduct | undefined {
  return demoProducts.find((product) => product.sku === sku)
}

export function findCategory(slug: string): Category | undefined {
  return categories.find((category) => category.slug === slug)
}

export function categoryOf(product: DemoProduct): Category | undefined {
  return categories.find(({ id }) => id === product.category)
}

export function productsIn(category: Category): DemoProduct[] {
  return demoProducts.filter((product) => product.category === category.id)
}

/** The next few of the same category, going round at its end, so that every product gets its turn. */
export function similarTo(product: DemoProduct, count = 4): DemoProduct[] {
  const shelf = demoProducts.filter(({ category }) => category === product.category)
  const place = shelf.indexOf(product)
  return [...shelf.slice(place + 1), ...shelf.slice(0, place)].slice(0, count)
}

/** Only one or two are left; the shop says how many. */
export const lastFew = 5

/** How it travels: by courier to the door, to a parcel locker, or as a letter to the inbox. */
export function parcelOf(product: DemoProduct): 'large' | 'small' | 'email' {
  if (product.large) return 'large'
  return product.name.et.startsWith('E-kinkekaart') ? 'email' : 'small'
}
