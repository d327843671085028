import { type Html, html } from '../html.ts'

/** The room on the front page. Its colours are classes, so by dark it is evening there. */
export const bedroom = (
  description: string,
): Html => html`<svg class="room" viewBox="0 0 760 560" role="img" aria-label="${description}">
<path class="floor" d="M0 450h760v110H0Z"/>
<path class="boards" d="M0 482h300M360 482h400M0 518h180M240 518h520M120 450v32M420 450v32M600 482v36M300 482v36M500 518v42M80 518v42"/>
<path class="skirting" d="M0 442h760v8H0Z"/>
<defs><radialGradient id="lamplight"><stop class="near-lamp" offset="0"/><stop class="far-from-lamp" offset="1"/></radialGradient></defs>
<circle cx="172" cy="300" r="220" fill="url(#lamplight)"/>
<g>
<rect class="sky" x="424" y="52" width="236" height="206"/>
<circle class="sun" cx="492" cy="106" r="24"/>
<g class="stars"><circle cx="456" cy="80" r="2"/><circle cx="524" cy="84" r="2"/><circle cx="640" cy="76" r="1.600"/><circle cx="560" cy="90" r="1.600"/><circle cx="520" cy="134" r="1.600"/></g>
<path class="hill-far" d="M424 206q60-42 120-20 60-30 116-2v74H424Z"/>
<path class="hill" d="M424 232q70-26 130-8t106-8v42H424Z"/>
<path class="pine" d="m446 226 14-40 14 40ZM468 232l12-34 12 34ZM626 224l14-44 14 44Z"/>
<g transform="translate(30 0)"><path class="trunk" d="M566 236q2-44-4-78M564 190q16-14 20-34M565 204q-18-10-26-32"/>
<g class="crown"><circle cx="562" cy="152" r="26"/><circle cx="588" cy="156" r="20"/><circle cx="538" cy="166" r="20"/></g>
<g class="berry"><circle cx="552" cy="146" r="4"/><circle cx="560" cy="152" r="4"/><circle cx="551" cy="155" r="4"/><circle cx="586" cy="152" r="4"/><circle cx="594" cy="158" r="4"/><circle cx="584" cy="161" r="4"/><circle cx="532" cy="168" r="4"/><circle cx="541" cy="173" r="4"/><circle cx="572" cy="168" r="4"/></g></g>
<path class="frame" d="M424 52h236v206H424ZM542 52v206M424 150h236"/>
<path class="sill" d="M406 258h272v12H406Z"/>
<path class="rod" d="M384 36h316"/>
<path class="drape" d="M392 38h58q4 60-8 118-8 60-2 186-24 6-50 0Q398 190 392 38ZM692 38h-58q-4 60 8 118 8 60 2 186 24 6 50 0-8-152-2-304Z"/>
<path class="fold" d="M408 40q4 150-2 302M428 40q4 90-6 150-6 60-2 152M676 40q-4 150 2 302M656 40q-4 90 6 150 6 60 2 152"/>
</g>
<g transform="translate(8 -34)"><rect class="print" x="104" y="86" width="112" height="140"/><rect class="print-sheet" x="114" y="96" width="92" height="120"/><circle class="print-sun" cx="160" cy="138" r="20"/><path class="print-hill" d="M122 208v-28q22-20 40-4 20-18 36 0v32Z"/></g>
<ellipse class="rug" cx="430" cy="520" rx="270" ry="28"/><ellipse class="rug-line" cx="430" cy="520" rx="232" ry="20"/>
<g>
<path class="wood-dark" d="M112 446h12l-4 40h-6ZM224 446h12l-2 40h-6Z"/>
<rect class="wood" x="102" y="364" width="144" height="86" rx="6"/>
<path class="wood-dark" d="M114 376h120v28H114ZM114 412h120v28H114Z" opacity=".5"/>
<circle class="linen" cx="174" cy="390" r="4"/><circle class="linen" cx="174" cy="426" r="4"/>
<path class="linen" d="M156 298h32l8 56h-48Z"/><path class="linen-shade" d="M180 298h8l8 56h-12Z"/>
<ellipse class="bulb" cx="172" cy="298" rx="54" ry="8"/>
<path class="lampshade" d="M112 298q0-72 60-72t60 72q0 6-7 5-53-10-106 0-7 1-7-5Z"/>
<path class="lampshade-light" d="M128 278q6-28 30-38" />
<path class="lampshade" d="M140 358q0-10 14-10h36q14 0 14 10v6h-64Z"/>
<rect class="book" x="206" y="354" width="36" height="10" rx="2"/>
</g>
<g>
<path class="stem" d="M116 346q-2-60-34-108M116 346q2-44 18-76M106 290q-18-8-34 0"/>
<g class="leaf"><ellipse cx="68" cy="238" rx="15" ry="6" transform="rotate(20 68 238)"/><ellipse cx="98" cy="240" rx="15" ry="6" transform="rotate(-50 98 240)"/><ellipse cx="76" cy="264" rx="15" ry="6" transform="rotate(6 76 264)"/><ellipse cx="112" cy="264" rx="15" ry="6" transform="rotate(-36 112 264)"/><ellipse cx="122" cy="284" rx="13" ry="5" transform="rotate(20 122 284)"/></g>
<g class="berry"><circle cx="62" cy="290" r="6.500"/><circle cx="73" cy="297" r="6.500"/><circle cx="72" cy="284" r="6.500"/><circle cx="62" cy="302" r="6.500"/><circle cx="80" cy="228" r="6"/><circle cx="88" cy="222" r="6"/><circle cx="78" cy="219" r="6"/></g>
<path class="glass" d="M106 318h22q-1 12 4 20 6 8 6 16 0 10-10 10h-24q-8 0-8-10 0-8 6-16 5-8 4-20Z"/>
</g>
<g>
<rect class="wood" x="262" y="268" width="22" height="212" rx="7"/><path class="wood-dark" d="M284 290h18v140h-18Z"/>
<rect class="wood" x="700" y="372" width="20" height="108" rx="7"/>
<path class="linen-shade" d="M284 392h420v48H284Z"/>
<rect class="wood" x="262" y="432" width="440" height="28" rx="5"/>
<path class="linen-shade" d="M306 320q-4-22 18-24l58-6q22 0 24 22l2 82q0 10-12 10H322q-14 0-14-14Z"/>
<path class="linen" d="M312 366q-2-26 22-30l90-8q26 0 28 22v34q0 16-18 16H332q-18 0-20-16Z"/>
<path class="linen-fold" d="M322 308q32 10 64 0M334 352q46 12 92 0"/>
<path class="duvet" d="M406 388q6-26 38-28l196-4q62 0 66 40v78q-32 10-62 0-34 12-68 0-34 12-68 0-34 12-68 0-22 8-44-2-6-52 10-84Z"/>
<path class="duvet-turn" d="M406 388q6-26 38-28h44q-32 44-22 114-14 4-26 0-22 8-44-2-6-52 10-84Z"/>
<path class="duvet-fold" d="M524 382q-12 44-4 82M566 372q-8 48 0 92"/>
<path class="blanket" d="M592 357l48-1q66 0 68 40v88q-30 8-58 2-32 8-60-2-10-66 2-127Z"/>
<path class="blanket-line" d="M589 384q62-8 118 4M587 404q62-8 121 4M588 450q62 10 120 0M589 466q60 10 119 0"/>
<path class="fringe" d="m596 485-1 14m14-12v14m14-13v14m14-14v14m14-13v14m14-14v14m14-14v14m14-14v14m13-15v14"/>
</g>
<g class="cat" transform="translate(14 8)">
<path d="M536 352q-24 0-26-22-2-28 36-34 44-4 52 28 4 28-24 28Z"/>
<path d="M514 338q-20-4-20-24 0-10 4-20l10 9q8-3 16 0l10-8q4 10 4 20-2 22-24 23Z"/>
<path class="cat-line" d="M504 318q4 4 8 0M521 318q4 4 8 0M516 324v3M590 338q-2 10-18 10h-26"/>
</g>
</svg>`
