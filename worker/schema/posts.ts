/** What pages post. */

import * as v from 'valibot';
import { emailPattern, limits, type PersonPost, type ResponsePost, type ViewPost } from '../../core/contract.ts';
import { channels, devices, propertyPattern } from '../../core/facets.ts';
import {
  exactly,
  flag,
  id,
  label,
  languageTag,
  number,
  oneOf,
  reasons,
  recordOf,
  slug,
  text,
  wellFormed,
  whole,
} from './fields.ts';

/** The path alone: what follows it may name the visitor. */
const page = v.pipe(
  wellFormed,
  v.transform((value) => value.replace(/[?#].*$/su, '')),
  v.maxLength(limits.page, `must not be longer than ${limits.page} UTF-16 units`),
  v.startsWith('/', 'must begin with a slash'),
);
const property = v.lazy((input) =>
  typeof input === 'string' ? text(limits.property) : v.union([number, flag], 'must be text, a number, true or false'),
);
export const propertyReason = 'must be a letter and up to 39 letters, digits, underscores';
const facets = {
  page: v.exactOptional(page),
  touchpoint: v.exactOptional(label(limits.name)),
  variant: v.exactOptional(slug),
  locale: v.exactOptional(languageTag),
  device: v.exactOptional(oneOf(devices)),
  channel: v.exactOptional(oneOf(channels)),
  properties: v.exactOptional(
    recordOf(property, { pattern: propertyPattern, reason: propertyReason, max: limits.facets }),
  ),
};

/** Only white space is no comment. */
const comment = v.pipe(
  text(limits.comment),
  v.transform((value) => (value.trim() === '' ? '' : value)),
);
export const email = v.pipe(text(limits.email), v.regex(emailPattern, 'must be an e-mail address'));

export const person = label(limits.person);
const hash = v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/iu, 'must be 64 hexadecimal digits'));
const claim = { person: v.exactOptional(person), hash: v.exactOptional(hash) };
const isOfUse = ({ person, hash }: { person?: string; hash?: string }) => hash === undefined || person !== undefined;
const ofNoUse = 'is of no use without a person';

export const responsePost = v.pipe(
  exactly({
    site: slug,
    survey: slug,
    id,
    rev: whole(1, limits.rev),
    score: whole(0, 10),
    comment: v.exactOptional(comment),
    reasons: v.exactOptional(reasons),
    email: v.exactOptional(email),
    ...claim,
    ...facets,
    shownMs: v.exactOptional(whole(0, Number.MAX_SAFE_INTEGER)),
    website: v.exactOptional(text(limits.url)),
    turnstile: v.exactOptional(text(limits.turnstileToken)),
  }),
  v.forward(
    v.check((post) => isOfUse(post), ofNoUse),
    ['hash'],
  ),
) satisfies v.GenericSchema<unknown, ResponsePost>;

export const viewPost = v.pipe(
  exactly({
    site: slug,
    survey: slug,
    id,
    ...facets,
    dismissed: v.exactOptional(flag),
    ...claim,
  }),
  v.forward(
    v.check((post) => isOfUse(post), ofNoUse),
    ['hash'],
  ),
) satisfies v.GenericSchema<unknown, ViewPost>;

export const personPost = exactly({ site: slug, person, hash }) satisfies v.GenericSchema<unknown, PersonPost>;
