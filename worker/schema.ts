/** What comes from outside, checked: strict objects, every field bounded, every refusal with its field and reason.
 * The wire types of core and these schemas are held to each other by `satisfies`. */

import * as v from 'valibot';
import { limits, type ResponsePost, type Site, type Survey, slugPattern, type ViewPost } from '../core/contract.ts';
import { idPattern } from '../core/id.ts';
import { type ScaleName, scales } from '../core/scales.ts';

const wellFormed = v.pipe(
  v.string('must be text'),
  v.check((text) => text.isWellFormed(), 'contains half a character (a lone surrogate)'),
  v.check((text) => !text.includes('\0'), 'contains a NUL character'),
);
const text = (length: number) =>
  v.pipe(wellFormed, v.maxLength(length, `must not be longer than ${length} UTF-16 units`));
const label = (length: number) =>
  v.pipe(
    text(length),
    v.check((value) => value.trim() !== '', 'must not be empty'),
  );
const whole = (min: number, max: number) =>
  v.pipe(
    v.number('must be a number'),
    v.check(
      (value) => Number.isInteger(value) && value >= min && value <= max,
      `must be a whole number, ${min} to ${max}`,
    ),
  );
const slug = v.pipe(
  v.string('must be text'),
  v.regex(slugPattern, 'must be 1 to 40 lower-case letters, digits, hyphens'),
);
const isHttp = (value: string) => URL.canParse(value) && /^https?:$/u.test(new URL(value).protocol);
const httpUrl = v.pipe(text(limits.url), v.check(isHttp, 'must be an http or https URL'));
const origin = v.pipe(
  text(limits.url),
  v.check(
    (value) => isHttp(value) && new URL(value).origin === value,
    'must be an http or https origin as browsers write it',
  ),
);
const id = v.pipe(v.string('must be text'), v.regex(idPattern, 'must be a UUIDv7 in lower case'));
/** The path alone: what follows it may name the visitor. */
const page = v.pipe(
  wellFormed,
  v.transform((value) => value.replace(/[?#].*$/su, '')),
  v.maxLength(limits.page, `must not be longer than ${limits.page} UTF-16 units`),
  v.startsWith('/', 'must begin with a slash'),
);
/** Only white space is no comment. */
const comment = v.pipe(
  text(limits.comment),
  v.transform((value) => (value.trim() === '' ? '' : value)),
);

/** Keys that are not named are refused; valibot's own check takes those that every object inherits for known. */
const exactly = <T extends v.ObjectEntries>(entries: T) =>
  v.pipe(
    v.custom<Record<string, unknown>>(
      (input) => typeof input === 'object' && input !== null && !Array.isArray(input),
      'must be an object',
    ),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const key of Object.keys(dataset.value)) {
        if (Object.hasOwn(entries, key)) continue;
        const path = { type: 'object', origin: 'key', input: dataset.value, key, value: dataset.value[key] } as const;
        addIssue({ message: 'is not a known field', path: [path] });
      }
    }),
    v.object(entries),
  );

export const responsePost = exactly({
  site: slug,
  survey: slug,
  id,
  rev: whole(1, limits.rev),
  score: whole(0, 10),
  comment: v.exactOptional(comment),
  page: v.exactOptional(page),
}) satisfies v.GenericSchema<unknown, ResponsePost>;

export const viewPost = exactly({
  site: slug,
  survey: slug,
  id,
  page: v.exactOptional(page),
  dismissed: v.exactOptional(v.boolean('must be true or false')),
}) satisfies v.GenericSchema<unknown, ViewPost>;

export const site = exactly({
  name: label(limits.name),
  origins: v.pipe(
    v.array(origin, 'must be a list'),
    v.maxLength(limits.origins, `must not be more than ${limits.origins}`),
  ),
}) satisfies v.GenericSchema<unknown, Site>;

const days = whole(0, limits.quietDays);

export const survey = exactly({
  name: label(limits.name),
  scale: v.picklist(Object.keys(scales) as ScaleName[], `must be one of ${Object.keys(scales).join(', ')}`),
  status: v.picklist(['live', 'paused'], 'must be live or paused'),
  language: v.pipe(
    v.string('must be text'),
    v.regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, 'must be a BCP 47 language tag'),
  ),
  question: label(limits.text),
  low: label(limits.name),
  high: label(limits.name),
  followUp: label(limits.text),
  thanks: label(limits.text),
  privacyUrl: v.exactOptional(httpUrl),
  delay: whole(0, limits.delaySeconds),
  quiet: exactly({ response: days, dismissal: days, others: days }),
  source: v.exactOptional(
    exactly({
      hash: v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/u, 'must be 64 hexadecimal digits')),
      endAt: whole(0, 2 ** 48 - 1),
    }),
  ),
}) satisfies v.GenericSchema<unknown, Survey>;

export const signIn = exactly({ token: text(100) });
