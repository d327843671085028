/** What visitors read outside the chat window: mails they asked for, and the page that a mailed link opens. */
export type VisitorWords = {
  transcript: (shop: string) => string
  transcriptBegins: (shop: string) => string
  you: string
  bot: string
  files: string
  link: (shop: string) => string
  linkBegins: (shop: string) => string
  /** The date behind a colon, as no language inflects it there. */
  linkEnds: (date: string) => string
  linkIsYours: string
  opening: string
  isOpen: string
  linkNotGood: string
  askAgain: string
  needsScript: string
}

const en: VisitorWords = {
  transcript: (shop) => `Your conversation with ${shop}`,
  transcriptBegins: (shop) => `Here is your conversation with ${shop}, as you asked.`,
  you: 'You',
  bot: 'bot',
  files: 'Files:',
  link: (shop) => `Continue your conversation with ${shop}`,
  linkBegins: (shop) => `Open this on the device on which you want to go on with your conversation with ${shop}:`,
  linkEnds: (date) => `The link works until: ${date}.`,
  linkIsYours:
    'Whoever has it can read your conversations with the shop and write in your name, so keep it to yourself. If you did not ask for it, delete this e-mail.',
  opening: 'Your conversation is being opened…',
  isOpen: 'Your conversation is in the chat window on this page.',
  linkNotGood: 'This link is no longer good',
  askAgain: 'A link works for thirty days. You can ask for a new one in the chat window of the shop.',
  needsScript: 'The chat needs JavaScript. You can also answer the e-mail in which this link came.',
}

const et: VisitorWords = {
  transcript: (shop) => `Sinu vestlus: ${shop}`,
  transcriptBegins: (shop) => `Siin on sinu vestlus (${shop}), nagu soovisid.`,
  you: 'Sina',
  bot: 'robot',
  files: 'Failid:',
  link: (shop) => `Jätka vestlust: ${shop}`,
  linkBegins: (shop) => `Ava see link seadmes, milles soovid vestlust jätkata (${shop}):`,
  linkEnds: (date) => `Link kehtib kuni: ${date}.`,
  linkIsYours:
    'Kellel on see link, see saab lugeda sinu vestlusi poega ja kirjutada sinu nimel; ära seda edasi anna. Kui sa seda ei küsinud, kustuta see kiri.',
  opening: 'Avame sinu vestluse…',
  isOpen: 'Sinu vestlus on selle lehe vestlusaknas.',
  linkNotGood: 'See link enam ei kehti',
  askAgain: 'Link kehtib kolmkümmend päeva. Uue saad küsida poe vestlusaknast.',
  needsScript: 'Vestlusaken vajab JavaScripti. Võid ka vastata kirjale, millega link tuli.',
}

const fi: VisitorWords = {
  transcript: (shop) => `Keskustelusi: ${shop}`,
  transcriptBegins: (shop) => `Tässä on pyytämäsi keskustelu (${shop}).`,
  you: 'Sinä',
  bot: 'botti',
  files: 'Tiedostot:',
  link: (shop) => `Jatka keskustelua: ${shop}`,
  linkBegins: (shop) => `Avaa tämä linkki laitteella, jolla haluat jatkaa keskustelua (${shop}):`,
  linkEnds: (date) => `Linkki on voimassa: ${date} saakka.`,
  linkIsYours:
    'Linkin haltija voi lukea keskustelusi kaupan kanssa ja kirjoittaa nimissäsi, joten pidä se omana tietonasi. Jos et pyytänyt linkkiä, poista tämä viesti.',
  opening: 'Avataan keskusteluasi…',
  isOpen: 'Keskustelusi on tämän sivun keskusteluikkunassa.',
  linkNotGood: 'Linkki ei ole enää voimassa',
  askAgain: 'Linkki on voimassa kolmekymmentä päivää. Uuden voi pyytää kaupan keskusteluikkunassa.',
  needsScript: 'Keskusteluikkuna tarvitsee JavaScriptin. Voit myös vastata viestiin, jossa linkki tuli.',
}

const ru: VisitorWords = {
  transcript: (shop) => `Ваш разговор: ${shop}`,
  transcriptBegins: (shop) => `Вот ваш разговор (${shop}), как вы просили.`,
  you: 'Вы',
  bot: 'бот',
  files: 'Файлы:',
  link: (shop) => `Продолжить разговор: ${shop}`,
  linkBegins: (shop) => `Откройте эту ссылку на устройстве, на котором хотите продолжить разговор (${shop}):`,
  linkEnds: (date) => `Ссылка действует до: ${date}.`,
  linkIsYours:
    'Тот, у кого есть эта ссылка, может читать ваши разговоры с магазином и писать от вашего имени, поэтому никому её не передавайте. Если вы её не запрашивали, удалите это письмо.',
  opening: 'Открываем ваш разговор…',
  isOpen: 'Ваш разговор открыт в окне чата на этой странице.',
  linkNotGood: 'Эта ссылка больше не действует',
  askAgain: 'Ссылка действует тридцать дней. Новую можно запросить в окне чата магазина.',
  needsScript: 'Для чата нужен JavaScript. Вы также можете ответить на письмо, в котором пришла ссылка.',
}

const lv: VisitorWords = {
  transcript: (shop) => `Jūsu saruna: ${shop}`,
  transcriptBegins: (shop) => `Šeit ir Jūsu saruna (${shop}), kā lūdzāt.`,
  you: 'Jūs',
  bot: 'bots',
  files: 'Faili:',
  link: (shop) => `Turpiniet sarunu: ${shop}`,
  linkBegins: (shop) => `Atveriet šo saiti ierīcē, kurā vēlaties turpināt sarunu (${shop}):`,
  linkEnds: (date) => `Saite darbojas līdz: ${date}.`,
  linkIsYours:
    'Tas, kam ir šī saite, var lasīt Jūsu sarunas ar veikalu un rakstīt Jūsu vārdā, tāpēc nevienam to nedodiet. Ja Jūs to nelūdzāt, izdzēsiet šo e-pastu.',
  opening: 'Atveram Jūsu sarunu…',
  isOpen: 'Jūsu saruna ir šīs lapas tērzēšanas logā.',
  linkNotGood: 'Šī saite vairs nedarbojas',
  askAgain: 'Saite darbojas trīsdesmit dienas. Jaunu varat lūgt veikala tērzēšanas logā.',
  needsScript: 'Tērzēšanai nepieciešams JavaScript. Varat arī atbildēt uz e-pastu, ar kuru saite atnāca.',
}

const lt: VisitorWords = {
  transcript: (shop) => `Jūsų pokalbis: ${shop}`,
  transcriptBegins: (shop) => `Štai Jūsų pokalbis (${shop}), kaip prašėte.`,
  you: 'Jūs',
  bot: 'robotas',
  files: 'Failai:',
  link: (shop) => `Tęskite pokalbį: ${shop}`,
  linkBegins: (shop) => `Atverkite šią nuorodą įrenginyje, kuriame norite tęsti pokalbį (${shop}):`,
  linkEnds: (date) => `Nuoroda galioja iki: ${date}.`,
  linkIsYours:
    'Kas turi šią nuorodą, gali skaityti Jūsų pokalbius su parduotuve ir rašyti Jūsų vardu, todėl niekam jos neduokite. Jei jos neprašėte, ištrinkite šį laišką.',
  opening: 'Atveriame Jūsų pokalbį…',
  isOpen: 'Jūsų pokalbis yra šio puslapio pokalbių lange.',
  linkNotGood: 'Ši nuoroda nebegalioja',
  askAgain: 'Nuoroda galioja trisdešimt dienų. Naujos galite paprašyti parduotuvės pokalbių lange.',
  needsScript: 'Pokalbiui reikia JavaScript. Taip pat galite atsakyti į laišką, kuriame buvo nuoroda.',
}

const sv: VisitorWords = {
  transcript: (shop) => `Din konversation med ${shop}`,
  transcriptBegins: (shop) => `Här är din konversation med ${shop}, som du bad om.`,
  you: 'Du',
  bot: 'bot',
  files: 'Filer:',
  link: (shop) => `Fortsätt din konversation med ${shop}`,
  linkBegins: (shop) => `Öppna länken på den enhet där du vill fortsätta din konversation med ${shop}:`,
  linkEnds: (date) => `Länken gäller till: ${date}.`,
  linkIsYours:
    'Den som har länken kan läsa dina konversationer med butiken och skriva i ditt namn, så behåll den för dig själv. Om du inte har bett om den kan du radera det här mejlet.',
  opening: 'Din konversation öppnas…',
  isOpen: 'Din konversation finns i chattfönstret på den här sidan.',
  linkNotGood: 'Länken gäller inte längre',
  askAgain: 'En länk gäller i trettio dagar. Du kan be om en ny i butikens chattfönster.',
  needsScript: 'Chatten behöver JavaScript. Du kan också svara på mejlet där länken kom.',
}

const byLanguage: Record<string, VisitorWords> = { en, et, fi, ru, lv, lt, sv }

/** In one of the languages that `findWords` answers. */
export const visitorWords = (language: string): VisitorWords => byLanguage[language] ?? en
