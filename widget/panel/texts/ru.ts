import type { MoreTexts, Texts } from './texts.ts'

const plural = new Intl.PluralRules('ru')
const choose = (count: number, one: string, few: string, many: string) =>
  ({ one, few, many, zero: many, two: few, other: few })[plural.select(count)]

export const texts: Texts = {
  launcher: {
    chat: 'Напишите нам',
    unread: 'непрочитано:',
    cannotConnect: 'Нет связи. Пробуем ещё раз…',
  },
  locale: 'ru-RU',
  close: 'Закрыть чат',
  conversations: 'Переписка',
  newConversation: 'Новый разговор',
  messages: 'Сообщения',

  greeting: 'Здравствуйте! Чем можем помочь?',
  here: (names) => `На связи: ${names}`,
  teamIsHere: 'Мы на связи',
  nobodyHere: 'Сейчас никого нет на месте',
  nobodyHereYet: 'Сейчас никого нет на месте. Всё равно напишите: сообщение сохранится, и мы ответим здесь.',

  usualAnswerTime: (time) => `Обычное время ответа: ${time}`,
  mostAnswers: (time, most) => `${time} (9 из 10: ${most} или быстрее)`,
  closedNow: 'Сейчас мы закрыты',
  opensAt: (when) => `Сейчас мы закрыты. Откроемся: ${when}`,
  backAt: (when) => `Вернёмся в ${when}`,
  mayTakeLonger: 'Сейчас ответ может занять больше времени, чем обычно',

  you: 'Вы',
  person: 'человек',
  bot: 'бот',
  automatic: 'автоматическое сообщение',
  personAnswers: 'Вам ответит человек, а не бот.',
  tookOver: (name) => `Теперь отвечает ${name}`,
  typing: (name) => `${name} пишет…`,
  newMessages: 'Новые',
  toNewest: 'Новые сообщения',

  yourMessage: 'Ваше сообщение',
  writeMessage: 'Напишите сообщение…',
  send: 'Отправить',
  attach: 'Прикрепить файлы',
  removeFile: (name) => `Убрать ${name}`,
  dropHere: 'Перетащите файлы сюда',

  waiting: 'Ждёт отправки',
  sent: 'Отправлено',
  seen: 'Просмотрено',
  notSent: 'Не отправлено',
  tryAgain: 'Повторить',
  discard: 'Удалить',

  closed: 'Этот разговор закрыт. Если вы напишете сюда, он откроется снова.',
  cannotConnect: 'Сейчас нет связи. Пробуем ещё раз…',
  unavailable: 'На этой странице чат недоступен.',
  keepPageOpen: 'Не закрывайте страницу, пока сообщение не отправлено.',
  cannotLoad: 'Сейчас не удаётся загрузить сообщения.',
  loading: 'Загружаем…',

  cannotUpload: (name) => `Не удалось отправить файл ${name}.`,
  tooLong: (by) => `Слишком длинно: лишних символов ${by}.`,
}

export const more: MoreTexts = {
  quickReplies: 'Варианты ответа',
  seeProduct: 'Посмотреть товар',
  talkToPerson: 'Поговорить с человеком',
  wantsPerson: 'Я хочу поговорить с человеком.',
  leaveAddress: 'Оставьте адрес электронной почты, чтобы ответ дошёл до вас, даже если эта страница закрыта.',
  email: 'Электронная почта',
  phone: 'Номер телефона',
  save: 'Сохранить',
  addressSaved: (address) => `Ответ придёт и на ${address}.`,
  wrongEmail: 'Это не адрес электронной почты.',
  wrongPhone: 'Это не номер телефона.',
  notSaved: 'Сейчас не удалось сохранить.',
  leaveNumber: 'Или оставьте номер: мы перезвоним.',
  callMe: (phone) => `Перезвоните мне, пожалуйста: ${phone}`,
  askCall: 'Перезвоните мне',

  closedShort: 'Закрыт',
  unreadCount: (count) =>
    `${count} ${choose(count, 'непрочитанное сообщение', 'непрочитанных сообщения', 'непрочитанных сообщений')}`,

  howWasIt: 'Как мы справились?',
  scores: ['Очень плохо', 'Плохо', 'Средне', 'Хорошо', 'Очень хорошо'],
  comment: 'Хотите что-нибудь добавить? (необязательно)',
  sendRating: 'Отправить оценку',
  rated: (score) => `Спасибо! Ваша оценка: ${score}.`,
  change: 'Изменить',

  moreActions: 'Ещё',
  transcript: 'Прислать мне разговор по эл. почте',
  link: 'Продолжить на другом устройстве',
  linkHint: 'Мы пришлём вам по эл. почте ссылку, которая откроет этот разговор там.',
  leftAddress: 'Адрес, который вы оставили',
  mailSent: (address) => `Отправляем на ${address}.`,
  cannotMail: 'Этот магазин пока не может отправлять письма из чата.',
  nothingToSend: 'Ответа, который можно отправить, пока нет.',
  enoughMails: 'На сегодня писем достаточно. Попробуйте завтра.',
  notMailed: 'Сейчас отправить не получилось. Попробуйте ещё раз.',

  name: 'Имя',
  order: 'Номер заказа',
  topic: 'Тема',
  optional: (label) => `${label} (необязательно)`,
  goOn: 'Далее',
  needed: 'Пожалуйста, заполните это поле.',

  tooLarge: (name, limit) => `Файл ${name} слишком большой. Наибольший размер: ${limit}.`,
  notAllowed: (name) => `Такой файл отправить здесь нельзя: ${name}.`,
  isEmpty: (name) => `Файл ${name} пуст.`,
  tooMany: (limit) => `В одно сообщение помещается не больше ${limit} файлов.`,
}
