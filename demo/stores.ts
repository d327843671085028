export const supportEmail = 'abi@pihlaka.example'
/** Nobody has such a server: what is sent by it stays in the demo. */
export const demoMailServer = 'post.pihlaka.example'
export const supportPhone = '+372 000 0900'

type Hours = { et: string; en: string }
type Store = { city: string; place: Hours; hours: Hours[] }

const smallStoreHours: Hours[] = [
  { et: 'E–R 10–19', en: 'Mon–Fri 10–19' },
  { et: 'L–P 10–17', en: 'Sat–Sun 10–17' },
]

export const stores: readonly Store[] = [
  {
    city: 'Tallinn',
    place: { et: 'Rannavärava keskus, 0-korrus', en: 'Rannavärava centre, floor 0' },
    hours: [
      { et: 'E–L 10–20', en: 'Mon–Sat 10–20' },
      { et: 'P 10–18', en: 'Sun 10–18' },
    ],
  },
  { city: 'Tartu', place: { et: 'Jõekalda maja', en: 'Jõekalda house' }, hours: smallStoreHours },
  { city: 'Pärnu', place: { et: 'Liiva 4', en: 'Liiva 4' }, hours: smallStoreHours },
]
