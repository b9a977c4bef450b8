/** What comes from outside, checked: strict objects, every field bounded, every refusal with its field and reason.
 * The wire types of core and these schemas are held to each other by `satisfies`. */

import * as v from 'valibot';
import {
  type Erasure,
  emailPattern,
  limits,
  marks,
  type PersonPost,
  type ResponseChange,
  type ResponsePost,
  type Site,
  statuses,
  type Turnstile,
  type ViewPost,
} from '../core/contract.ts';
import { channels, devices, propertyPattern } from '../core/facets.ts';
import {
  distinct,
  exactly,
  flag,
  id,
  label,
  languageTag,
  number,
  oneOf,
  origin,
  reasons,
  recordOf,
  slug,
  text,
  wellFormed,
  whole,
} from './schema/fields.ts';
import { segments } from './schema/segments.ts';

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
const propertyReason = 'must be a letter and up to 39 letters, digits, underscores';
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
const email = v.pipe(text(limits.email), v.regex(emailPattern, 'must be an e-mail address'));

const person = label(limits.person);
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

export const site = exactly({
  name: label(limits.name),
  origins: v.pipe(
    v.array(origin, 'must be a list'),
    v.maxLength(limits.origins, `must not be more than ${limits.origins}`),
  ),
  facets: v.exactOptional(
    distinct(v.pipe(v.string('must be text'), v.regex(propertyPattern, propertyReason)), limits.facets),
  ),
  retention: v.exactOptional(exactly({ days: whole(...limits.retention), action: oneOf(['delete', 'anonymise']) })),
  segments: v.exactOptional(segments),
}) satisfies v.GenericSchema<unknown, Site>;

const key = v.pipe(
  v.string('must be text'),
  v.maxLength(limits.turnstileKey, `must not be longer than ${limits.turnstileKey} UTF-16 units`),
  v.regex(/^[\w-]+$/u, 'must be letters, digits, hyphens, underscores'),
);

export const turnstile = exactly({ siteKey: key, secret: key }) satisfies v.GenericSchema<unknown, Turnstile>;
export const responseChange = exactly({
  mark: v.exactOptional(v.nullable(oneOf(marks))),
  status: v.exactOptional(oneOf(statuses)),
  tags: v.exactOptional(distinct(label(limits.tag), limits.tags)),
}) satisfies v.GenericSchema<unknown, ResponseChange>;

/** Where an erasure goes on: a survey, and what is done of it. */
const cursor = v.pipe(
  text(limits.cursor),
  v.regex(/^[a-z0-9-]{1,40}\/[0-9a-f-]{0,36}$/u, 'must be the cursor of the answer before'),
);

export const erasure = v.pipe(
  exactly({ person: v.exactOptional(person), email: v.exactOptional(email), cursor: v.exactOptional(cursor) }),
  v.check(({ person, email }) => (person === undefined) !== (email === undefined), 'must name a person or an email'),
) satisfies v.GenericSchema<unknown, Erasure>;

export const winner = exactly({ variant: slug });

export const move = exactly({ to: text(40) });
