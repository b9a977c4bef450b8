import fc from 'fast-check';

/** What reads badly in SQL, JSON, paths, headers and prototypes. */
export const hostile = [
  `'; DROP TABLE response; --`,
  `"; DELETE FROM view; --`,
  `') UNION VALUES (1, 2) --`,
  '?1',
  '%',
  '%s%n',
  '\\',
  '\0',
  '\ud800',
  '\udc00x',
  '\u2028',
  '\ufeff',
  '\u202e',
  '../../etc/passwd',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '=1+1',
  '😀'.repeat(1000),
  'a'.repeat(2001),
  'NaN',
  '__proto__',
  'constructor',
  '',
];

export const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...hostile));
const anyNumber = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 1e308, 2 ** 53, 2 ** 63, 5e-324));
export const anyValue = fc.oneof(anyText, anyNumber, fc.jsonValue({ maxDepth: 3 }), fc.boolean(), fc.constant(null));
