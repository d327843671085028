import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertHarmless } from '#test/harmless-html.ts'
import { foldHtml } from './folding.ts'
import { sanitise } from './sanitising.ts'

/** What people have hidden in mail, and what may be left of it. */
const HOSTILE: [what: string, html: string, left: string][] = [
  ['a script', '<script>alert(1)</script>Tere', 'Tere'],
  ['a script in capitals with a slash', '<SCRIPT/src=//kuri.example/x.js></SCRIPT >Tere', 'Tere'],
  ['a script cut in two', '<scr<script>ipt>alert(1)</scr</script>ipt>', 'ipt&gt;alert(1)ipt&gt;'],
  ['an event handler', '<p onclick=alert(1) ONMOUSEOVER="x()">Tere</p>', '<p>Tere</p>'],
  ['a handler after a slash', '<img/src="x"/onerror=alert(1)>', ''],
  [
    'a handler behind quotes',
    '<img alt="`x onerror=alert(1)" src="cid:a">',
    '<img src="cid:a" alt="`x onerror=alert(1)" />',
  ],
  ['a javascript link', '<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
  ['a javascript link with a tab', '<a href="java\tscript:alert(1)">x</a>', '<a>x</a>'],
  ['a javascript link in entities', '<a href="&#106;&#x61;vascript&colon;alert(1)">x</a>', '<a>x</a>'],
  ['a javascript link behind a control', '<a href="\u0001javascript:alert(1)">x</a>', '<a>x</a>'],
  ['a vbscript link', '<a href="vbscript:msgbox(1)">x</a>', '<a>x</a>'],
  ['a data link', '<a href="data:text/html,<script>alert(1)</script>">x</a>', '<a>x</a>'],
  ['a link without a scheme', '<a href="//kuri.example">x</a>', '<a>x</a>'],
  ['a file link', '<a href="file:///etc/passwd">x</a>', '<a>x</a>'],
  ['an SVG with a script', '<svg><script>alert(1)</script></svg>Tere', 'Tere'],
  [
    'an SVG that animates a link',
    '<svg><a><animate attributeName=href values=javascript:alert(1) /><text>x</text></a></svg>',
    '',
  ],
  ['an SVG picture', '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="x">', '<img alt="x" />'],
  [
    'MathML that mutates',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '',
  ],
  ['noscript that mutates', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', ''],
  ['a form that mutates', '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>', ''],
  ['a select that mutates', '<select><template><img src=x onerror=alert(1)></template></select>', ''],
  ['a textarea that mutates', '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>', '"&gt;'],
  ['a comment that is none', '<!--><img src=x onerror=alert(1)>-->', '--&gt;'],
  ['a conditional comment', '<!--[if gte mso 9]><script>alert(1)</script><![endif]-->Tere', 'Tere'],
  ['a CDATA section', '<![CDATA[<img src=x onerror=alert(1)>]]>', ''],
  ['a style sheet', '<style>@import "https://kuri.example";body{background:url(x)}</style>Tere', 'Tere'],
  ['a linked style sheet', '<link rel=stylesheet href=https://kuri.example/a.css>Tere', 'Tere'],
  ['a refresh', '<meta http-equiv=refresh content="0;url=https://kuri.example">Tere', 'Tere'],
  ['another base', '<base href="https://kuri.example/"><a href="x">x</a>', '<a>x</a>'],
  ['a frame', '<iframe src="https://kuri.example" srcdoc="<script>1</script>"></iframe>Tere', 'Tere'],
  ['an object', '<object data="x.swf"><embed src="x.swf"></object>Tere', 'Tere'],
  [
    'a form',
    '<form action="https://kuri.example"><input name=p type=password><button formaction=x>OK</button></form>',
    'OK',
  ],
  ['a sound', '<audio autoplay src="https://kuri.example/a.mp3"></audio><bgsound src=x>Tere', 'Tere'],
  ['a film with a poster', '<video poster="https://kuri.example/p.png"><source src=x></video>Tere', 'Tere'],
  [
    'a picture elsewhere',
    '<img src="https://jalg.example/p.png" alt="x">',
    '<img alt="x" data-remote-src="https://jalg.example/p.png" />',
  ],
  [
    'a picture without a scheme',
    '<img src="//jalg.example/p.png">',
    '<img data-remote-src="https://jalg.example/p.png" />',
  ],
  ['a dot elsewhere', '<img width="1" height=1 src="https://jalg.example/p.gif">', ''],
  ['a set of pictures', '<img srcset="https://jalg.example/a.png 2x" src="cid:a">', '<img src="cid:a" />'],
  [
    'a background',
    '<table background="https://jalg.example/b.png"><tr><td>x</td></tr></table>',
    '<table><tr><td>x</td></tr></table>',
  ],
  [
    'a background in a style',
    '<p style="background:url(https://jalg.example/b.png);color:red">x</p>',
    '<p style="color:red">x</p>',
  ],
  ['a background in an escaped style', '<p style="background:u\\72l(https://jalg.example/b.png)">x</p>', '<p>x</p>'],
  ['a style with a comment', '<p style="background:u/**/rl(x);width:e/**/xpression(alert(1))">x</p>', '<p>x</p>'],
  ['an expression', '<p style="width:expression(alert(1))">x</p>', '<p>x</p>'],
  ['a binding', '<p style="-moz-binding:url(x);behavior:url(x)">x</p>', '<p>x</p>'],
  ['a set of images in a style', '<p style="background:image-set(\'x\' 1x)">x</p>', '<p>x</p>'],
  [
    'a veil over everything',
    '<div style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:9">x</div>',
    '<div style="width:100%;height:100%">x</div>',
  ],
  ['a step out of the frame', '<div style="margin:-900px 0 0 -900px">x</div>', '<div>x</div>'],
  ['a style that ends its attribute', '<p style="color:red&quot; onclick=&quot;alert(1)">x</p>', '<p>x</p>'],
  ['a variable', '<p style="--x:url(javascript:1);color:var(--x)">x</p>', '<p>x</p>'],
  ['a class of the page', '<p class="quote button-danger" id="root">x</p>', '<p>x</p>'],
  ['a quote of its own', '<p data-quote="rest">x</p>', '<p>x</p>'],
  ['a held picture of its own', '<img data-remote-src="javascript:alert(1)">', ''],
  ['an unknown element', '<x-kuri onload=alert(1)>Tere</x-kuri>', 'Tere'],
  [
    'a slot in the page',
    '<slot name=x></slot><template shadowrootmode=open><img src=x onerror=alert(1)></template>Tere',
    'Tere',
  ],
  ['plain text that never ends', 'Tere<plaintext><img src=x onerror=alert(1)>', 'Tere'],
  ['NUL in a tag', '<scr\u0000ipt>alert(1)</scr\u0000ipt>', 'alert(1)'],
  ['a tag in fullwidth letters', '\uFF1Cscript\uFF1Ealert(1)', '\uFF1Cscript\uFF1Ealert(1)'],
  ['an attribute of odd spaces', '<img\u00A0src=x\u2028onerror=alert(1)>', ''],
  ['an open attribute', '<a href="https://klient.example" title="x onmouseover=alert(1)', ''],
  ['text that looks like a tag', '&lt;script&gt;alert(1)&lt;/script&gt;', '&lt;script&gt;alert(1)&lt;/script&gt;'],
]

for (const [what, html, left] of HOSTILE)
  test(`${what} does nothing`, () => {
    const { html: clean } = sanitise(html)

    assert.equal(clean, left)
    assertHarmless(clean)
    assert.equal(sanitise(clean.replaceAll('data-remote-src', 'src')).html, clean, 'another time changes nothing')
    assertHarmless(foldHtml(clean).html)
  })

test('what makes a letter pleasant to read stays', () => {
  const letter =
    '<h1 style="font-size:20px">Tere</h1><table width="600" border="0" cellpadding="4" bgcolor="#eeeeee"><tr>' +
    '<td colspan="2" align="center" style="padding:4px;color:rgb(51, 51, 51);font-family:\'Times New Roman\', serif">' +
    '<font color="red" size="2">x</font></td></tr></table><ol start="3"><li><u>x</u></li></ol><hr />'

  const { html } = sanitise(letter)

  assert.equal(html, letter.replaceAll("'", "'"))
})

test('a link says where it goes and takes nothing along', () => {
  const { html } = sanitise(
    '<a href=" https://klient.example/?a=1&amp;b=2 " target="_self" rel="opener">x</a><a href="mailto:a@b.example">y</a>',
  )

  assert.equal(
    html,
    '<a href="https://klient.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>' +
      '<a href="mailto:a@b.example" target="_blank" rel="noopener noreferrer nofollow">y</a>',
  )
})

test('a picture written into the HTML becomes a file shown in its place', () => {
  const { html, embedded } = sanitise('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="x">')

  const [picture] = embedded
  assert.equal(picture?.mediaType, 'image/gif')
  assert.equal(picture?.content.subarray(0, 6).toString(), 'GIF89a')
  assert.equal(html, `<img src="cid:${picture?.contentId}" alt="x" />`)
})
