import { asset } from './assets.ts'
import type { DemoProduct } from './data.ts'
import { type Html, html } from './html.ts'

/** Which drawing of assets/pictures.svg shows a product: the first whose words are in its Estonian name. */
const drawings: [RegExp, string][] = [
  [/saunalina|froteerätik/i, 'towels'],
  [/madratsikaitse|lina\b/i, 'sheet'],
  [/kattemadrats/i, 'topper'],
  [/madrats/i, 'mattress'],
  [/kontinentaalvoodi/i, 'box-spring'],
  [/lastevoodi/i, 'kids-bed'],
  [/voodiraam/i, 'bed-frame'],
  [/öökapp/i, 'nightstand'],
  [/reisipadi/i, 'travel-pillow'],
  [/rasedapadi/i, 'pregnancy-pillow'],
  [/dekoratiivpadi/i, 'cushion'],
  [/memory-padi/i, 'memory-pillow'],
  [/padi|padjapüür/i, 'pillow'],
  [/voodikate/i, 'bedspread'],
  [/diivanikate/i, 'sofa'],
  [/voodipesu|tekikott/i, 'bedding'],
  [/tekk/i, 'duvet'],
  [/vaip/i, 'rug'],
  [/kardin/i, 'curtain'],
  [/küünlajalg/i, 'candle-holder'],
  [/küünal/i, 'candle'],
  [/vaas/i, 'vase'],
  [/pleed/i, 'throw'],
  [/lamp/i, 'lamp'],
  [/peegel/i, 'mirror'],
  [/pesukorv/i, 'basket'],
  [/padjakarp/i, 'storage-box'],
  [/hommikumantel/i, 'bathrobe'],
  [/sulejope|jope/i, 'down-jacket'],
  [/mantel/i, 'coat'],
  [/kleit/i, 'dress'],
  [/laste kudum/i, 'kids-jumper'],
  [/kudum|kampsun/i, 'jumper'],
  [/pluus/i, 'blouse'],
  [/teksad/i, 'trousers'],
  [/seelik/i, 'skirt'],
  [/pidžaama/i, 'pyjamas'],
  [/trikoo/i, 'swimsuit'],
  [/aluspesu/i, 'lingerie'],
  [/bokserid/i, 'boxers'],
  [/dressipüksid/i, 'joggers'],
  [/legingsid/i, 'leggings'],
  [/triiksärk/i, 'shirt'],
  [/t-särk/i, 't-shirt'],
  [/kombinesoon/i, 'overall'],
  [/sall/i, 'scarf'],
  [/müts/i, 'hat'],
  [/saapad/i, 'boots'],
  [/kummikud/i, 'wellies'],
  [/sussid/i, 'slippers'],
  [/sokid/i, 'socks'],
  [/tester/i, 'tester'],
  [/habemeõli/i, 'oil'],
  [/näidiste/i, 'samples'],
  [/kodulõhn/i, 'diffuser'],
  [/kinkekomplekt/i, 'gift-set'],
  [/paberkinkekaart/i, 'gift-card-paper'],
  [/kinkekaart/i, 'gift-card'],
]

const bottles = ['perfume-square', 'perfume-round', 'perfume-tall']

/** Colours that names and variants speak of; each is a class in assets/shop.css. */
const spokenTones: Record<string, string> = {
  hall: 'grey',
  beež: 'beige',
  liiv: 'beige',
  valge: 'white',
  roheline: 'moss',
  tumeroheline: 'spruce',
  tumesinine: 'navy',
  sinine: 'fjord',
  roosa: 'rose',
  punane: 'rowan',
  sinep: 'mustard',
  must: 'black',
}

/** Names that make one think of a colour. */
const impliedTones: [RegExp, string][] = [
  [/lavendli|sirel/i, 'heather'],
  [/männimets|puit & suits/i, 'spruce'],
  [/noir/i, 'black'],
  [/blanc/i, 'lichen'],
  [/vanille|päike|seen$/i, 'mustard'],
  [/meri(tuul)?\b|teksad|kaljurand/i, 'navy'],
  [/piisk|kaste|laine/i, 'fjord'],
  [/sammal|kask/i, 'moss'],
  [/rebane|käsn/i, 'clay'],
  [/lammas/i, 'beige'],
]

const tones = ['moss', 'fjord', 'rose', 'mustard', 'clay', 'heather', 'spruce', 'beige', 'navy', 'lichen']

export function toneOfVariant(variant: string): string | undefined {
  return spokenTones[variant]
}

/** The colour that the name or the first variant says or suggests, else one that always belongs to this sku. */
export function toneOf({ sku, name, variants }: DemoProduct): string {
  const spoken = /, (\p{L}+)$/u.exec(name.et)?.[1] ?? variants[0]
  const implied = impliedTones.find(([words]) => words.test(name.et))?.[1]
  return (spoken && spokenTones[spoken]) || implied || pick(tones, sku)
}

export function drawingOf({ sku, name }: DemoProduct): string {
  return drawings.find(([words]) => words.test(name.et))?.[1] ?? pick(bottles, sku)
}

export function drawingUrl(drawing: string): string {
  return `${asset('pictures.svg')}#${drawing}`
}

export function picture(product: DemoProduct): Html {
  return html`<svg class="picture tone-${toneOf(product)}" viewBox="0 0 400 400" aria-hidden="true"><use href="${drawingUrl(drawingOf(product))}"/></svg>`
}

/** FNV-1a: small, and neighbouring skus land far apart. */
function pick(from: readonly string[], sku: string): string {
  let hash = 0x811c9dc5
  for (const character of sku) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0
  return from[((hash ^ (hash >>> 15)) >>> 0) % from.length] ?? ''
}
