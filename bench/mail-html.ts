import type { Chance } from './mail-chance.ts'
import { SENTENCES } from './sentences.ts'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const unquote = (text: string): [own: string, quoted: string] => {
  const at = text.indexOf('\n>')
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at).replaceAll('\n>', '\n')]
}
const lines = (text: string, tag: string, attributes = ''): string =>
  text
    .split('\n')
    .map((line) => `<${tag}${attributes}>${escaped(line) || '<br>'}</${tag}>`)
    .join('')

/** As Gmail writes. */
export function quotedHtml(text: string, chance: Chance): string {
  const [own, quoted] = unquote(text)
  const quote = quoted
    ? `<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${lines(quoted, 'div')}</blockquote></div>`
    : ''
  return `<div dir="ltr">${lines(own, 'div')}<img src="https://track.example/${chance.below(1e9)}.gif" width="1" height="1"></div>${quote}`
}

const MSO = ' class="MsoNormal" style="margin:0cm;font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif"'

/** As Outlook writes: a page of styles before the first word. */
export function outlookHtml(text: string, chance: Chance): string {
  const [own, quoted] = unquote(text)
  const styles = Array.from(
    { length: 60 },
    (_, number) =>
      `p.Mso${number}, li.Mso${number} {margin:0cm;mso-style-priority:${chance.below(99)};font-size:11.0pt;font-family:"Calibri",sans-serif;}`,
  ).join('\n')
  const spans = lines(own, 'p', MSO).replaceAll(
    '. ',
    '.<o:p></o:p> <span lang="ET" style="mso-fareast-language:ET">&nbsp;</span>',
  )
  return `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]--><style><!--\n${styles}\n--></style></head><body lang="ET" link="#0563C1" style="word-wrap:break-word"><div class="WordSection1">${spans}<p${MSO}><img width="120" height="40" src="cid:logo@shop" alt="logo"></p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p${MSO}><b>From:</b> Pood &lt;info@shop.example&gt;<br><b>Sent:</b> Monday, September 14, 2026<br><b>Subject:</b> Tellimus</p></div>${lines(quoted, 'p', MSO)}</div></body></html>`
}

/** As shops advertise: tables in tables, a style on each, all pictures elsewhere. */
export function newsletterHtml(chance: Chance): string {
  const product = () =>
    `<table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:collapse;background-color:#ffffff"><tr><td align="center" style="padding:12px 24px;font-family:Arial,sans-serif;font-size:14px;line-height:20px;color:#333333"><a href="https://news.example/c?u=${chance.below(1e9)}&amp;l=${chance.below(1e9)}" target="_blank" style="color:#0a66c2;text-decoration:none"><img src="https://cdn.example/p/${chance.below(1e9)}.jpg" width="260" height="260" alt="" style="display:block;border:0"></a><h3 style="margin:0;font-size:18px">${escaped(chance.pick(SENTENCES))}</h3><p style="margin:8px 0"><font color="#cc0000"><b>${chance.below(99)},90&nbsp;€</b></font> <s>${chance.below(199)},90 €</s></p></td></tr></table>`
  const rows = Array.from(
    { length: 8 + chance.below(50) },
    () => `<tr><td width="50%" valign="top">${product()}</td><td width="50%" valign="top">${product()}</td></tr>`,
  )
  return `<!DOCTYPE html><html><head><style>@media only screen and (max-width:600px){.c{width:100%!important}} ${'.x{color:#333}'.repeat(100)}</style></head><body style="margin:0;background:#f4f4f4"><div style="display:none;max-height:0">Sügis on käes</div><center><table class="c" width="600" bgcolor="#ffffff">${rows.join('')}</table><p><a href="https://news.example/u?id=1">Loobu</a></p></center></body></html>`
}
