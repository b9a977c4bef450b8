/** What the team sends, checked: strict objects, every field bounded, every refusal with its field and reason.
 * The wire types of core and these schemas are held to each other by `satisfies`. */

import * as v from 'valibot';
import {
  type Erasure,
  limits,
  marks,
  type ResponseChange,
  type Site,
  statuses,
  type Turnstile,
} from '../core/contract.ts';
import { propertyPattern } from '../core/facets.ts';
import { distinct, exactly, label, oneOf, origin, slug, text, whole } from './schema/fields.ts';
import { email, person, propertyReason } from './schema/posts.ts';
import { segments } from './schema/segments.ts';

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
