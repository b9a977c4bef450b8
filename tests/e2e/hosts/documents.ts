/** Documents of pages that carry the widget, plain and hostile. */

/** In what a card may rightly differ from that of another page: language, direction, zoom and the visitor's colours. */
export interface Likeness {
  attributes: string;
  head?: string;
  colorScheme?: 'light' | 'dark';
}

export const likenesses = {
  plain: { attributes: 'lang="en"' },
  dark: { attributes: 'lang="en"', colorScheme: 'dark' },
  'right to left': { attributes: 'lang="en" dir="rtl"' },
  Arabic: { attributes: 'lang="ar" dir="rtl"' },
  zoomed: { attributes: 'lang="en"', head: '<style>html { zoom: 1.25 }</style>' },
} as const satisfies Record<string, Likeness>;

export interface HostPage {
  /** The plain page that its cards look like; that one itself where nothing else is said. */
  like: keyof typeof likenesses;
  doctype?: string;
  head?: string;
  /** Stands before the snippet. */
  body?: string;
  /** Surveys that are asked beyond those that every page asks. */
  more?: readonly string[];
  /** The page is in a frame of another. */
  isFramed?: boolean;
}

/** What every page has, with the names that frameworks style. */
const content = `<main class="container"><h1 class="title">Shop</h1><p class="lead">Plants and <a href="/pots">pots</a>.</p>
  <form class="form"><fieldset><legend>Search</legend><label class="label">Words <input class="input form-control"></label>
  <button class="button btn btn-primary" type="button">Find</button></fieldset></form><div></div></main>`;

/** A box of the page that is what it is, whatever the page says of its elements. */
const box = ['all: initial', 'display: block', 'position: absolute', 'left: 40px', 'top: 20px', 'width: 400px'];
const place = `<div style="${box.join('!important;')}!important"><opina-survey survey="inline"></opina-survey></div>`;

/** The documents of a page by path, which ends with a slash. */
export function documentsOf(path: string, page: HostPage, snippet: string): [path: string, html: string][] {
  const { doctype = '<!doctype html>', head = '', body = '', more = [], isFramed } = page;
  const like: Likeness = likenesses[page.like];
  const html = `${doctype}<html ${like.attributes}><head><meta charset="utf-8"><title>Shop</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">${like.head ?? ''}${head}</head>
    <body>${content}${body}${more.includes('inline') ? place : ''}${snippet}</body></html>`;
  if (!isFramed) return [[path, html]];
  const frame = `<iframe src="${path}framed" sandbox="allow-scripts allow-same-origin"
    style="position: fixed; inset: 0; width: 100%; height: 100%; border: 0"></iframe>`;
  return [
    [path, `<!doctype html><html lang="en"><title>Frame</title>${frame}</html>`],
    [`${path}framed`, html],
  ];
}
