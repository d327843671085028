import type { DemoLanguage } from '../data.ts'

/** What a customer might ask in their language, for who tries this and does not speak it. */
export const examples: Record<DemoLanguage, { subject: string; text: string }> = {
  et: {
    subject: 'Villase teki pesemine',
    text: 'Tere!\n\nKas villast tekki võib kodus masinas pesta? Sildil on ainult käsipesu märk.\n\nAitäh ette!',
  },
  en: {
    subject: 'Delivery to a summer house',
    text: 'Hello,\n\nDo you deliver beds to the islands, and does it cost extra? We would need it before Christmas.\n\nThank you!',
  },
  fi: {
    subject: 'Peiton vaihto',
    text: 'Hei!\n\nTilasin liian kapean peiton. Voinko vaihtaa sen leveämpään, ja kuka maksaa palautuksen?\n\nTerveisin',
  },
  ru: {
    subject: 'Когда будет в наличии?',
    text: 'Здравствуйте!\n\nПодскажите, пожалуйста, когда снова появится льняное постельное бельё 200 × 220?\n\nСпасибо!',
  },
  lv: {
    subject: 'Piegāde uz Rīgu',
    text: 'Labdien!\n\nCik ilgi jāgaida piegāde uz Rīgu, un vai kurjers uznes matraci līdz dzīvoklim?\n\nPaldies!',
  },
  lt: {
    subject: 'Netinkamas dydis',
    text: 'Laba diena,\n\nmarškiniai per maži. Ar galiu pakeisti į didesnius ir kaip juos grąžinti iš Vilniaus?\n\nAčiū!',
  },
  sv: {
    subject: 'Fråga om tvättråd',
    text: 'Hej!\n\nKan man tvätta linnegardinerna i 60 grader, eller krymper de då?\n\nTack på förhand!',
  },
}
