type Both = { et: string; en: string }
type Parcel = 'small' | 'large' | 'email'

/** `fee` and `freeFrom` are in euros; `parcels` says for what carts the choice is offered. */
export type Delivery = { id: string; name: Both; note: Both; fee: number; freeFrom?: number; parcels: Parcel[] }

export const deliveries: readonly Delivery[] = [
  {
    id: 'locker',
    name: { et: 'Pakiautomaat', en: 'Parcel locker' },
    note: { et: '1–3 tööpäeva, tasuta alates 59\u00a0€', en: '1–3 working days, free from 59\u00a0€' },
    fee: 2.99,
    freeFrom: 59,
    parcels: ['small'],
  },
  {
    id: 'courier',
    name: { et: 'Kuller koju', en: 'Courier to your home' },
    note: { et: '1–3 tööpäeva', en: '1–3 working days' },
    fee: 5.9,
    parcels: ['small'],
  },
  {
    id: 'door',
    name: { et: 'Suur kaup ukse taha', en: 'Large goods to your door' },
    note: {
      et: 'Kuller helistab päev varem, tasuta alates 299\u00a0€',
      en: 'The driver calls the day before, free from 299\u00a0€',
    },
    fee: 19,
    freeFrom: 299,
    parcels: ['large'],
  },
  {
    id: 'store',
    name: { et: 'Tulen ise järele', en: 'I will pick it up' },
    note: { et: 'Tallinn, Tartu või Pärnu, valmis 2 tunniga', en: 'Tallinn, Tartu or Pärnu, ready in 2 hours' },
    fee: 0,
    parcels: ['small', 'large'],
  },
  {
    id: 'email',
    name: { et: 'E-kirjaga', en: 'By e-mail' },
    note: { et: 'Kinkekaart PDF-ina', en: 'Gift card as a PDF' },
    fee: 0,
    parcels: ['email'],
  },
]

export const payments: readonly { id: string; name: Both; note: Both }[] = [
  {
    id: 'bank_link',
    name: { et: 'Pangalink', en: 'Bank link' },
    note: { et: 'Swedbank, SEB, LHV, Luminor, Coop', en: 'Swedbank, SEB, LHV, Luminor, Coop' },
  },
  {
    id: 'card',
    name: { et: 'Pangakaart', en: 'Bank card' },
    note: { et: 'ka Apple Pay ja Google Pay', en: 'Apple Pay and Google Pay too' },
  },
  {
    id: 'instalments',
    name: { et: 'Järelmaks', en: 'Instalments' },
    note: { et: '75–5000\u00a0€, kolm kuud intressita', en: '75–5000\u00a0€, three months without interest' },
  },
  {
    id: 'gift_card',
    name: { et: 'Kinkekaart', en: 'Gift card' },
    note: { et: 'kuni kolm korraga', en: 'up to three' },
  },
]
