/** The variants of a survey, checked: each is the survey with fields of its own, and has to be a survey as a whole. */

import * as v from 'valibot';
import { changeable, limits, type Survey, type Variant } from '../../core/contract.ts';
import { asVariant } from '../../core/variants.ts';
import { exactly, number, slug } from './fields.ts';

const weight = v.pipe(
  number,
  v.check((value) => value > 0 && value <= limits.weight, `must be above 0 and at most ${limits.weight}`),
);

/** What is asked of other visitors could not be compared. */
const notHere = `cannot differ between variants, which are asked of the same visitors: only ${changeable.join(', ')} can`;

/** With the schemas of what one may change. */
export function variantsOf<T extends v.ObjectEntries>(changes: T) {
  const change = exactly(changes, notHere);
  return v.pipe(
    v.custom<unknown[]>(Array.isArray, 'must be a list'),
    v.check((all) => all.length >= 2 && all.length <= limits.variants, `must be 2 to ${limits.variants}`),
    v.array(exactly({ id: slug, weight: v.exactOptional(weight), change })),
    v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must have ids that are distinct'),
  );
}

/** Of a survey that is right besides. */
export function checkVariants(schema: v.GenericSchema<unknown, Survey>) {
  return v.rawCheck<Survey>(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues) return;
    const { variants = [], ...survey } = dataset.value;
    for (const [at, variant] of variants.entries()) {
      const refuse = (message: string, ...keys: string[]) =>
        addIssue({ message, path: pathOf(dataset.value, 'variants', at, 'change', ...keys) });
      if (at === 0 && Object.keys(variant.change).length > 0) refuse(noControl);
      for (const { path, message } of v.safeParse(schema, asVariant(survey, variant)).issues ?? []) {
        refuse(message, ...(path ?? []).map(({ key }) => String(key)));
      }
      for (const [text, tag] of untranslated(survey, variant)) {
        refuse(`is said in ${tag} by translations, which have to change as well`, text);
      }
    }
  });
}

const noControl = 'must be empty: the first variant is the control, the survey as it is';

/** Texts that a variant changes in the survey's own language alone, each with another language that it is said in. */
function untranslated({ translations = {} }: Survey, { change }: Variant): [text: string, tag: string][] {
  if (change.translations) return [];
  return Object.keys(change).flatMap((text) => {
    const tag = Object.keys(translations).find((tag) => Object.hasOwn(translations[tag] ?? {}, text));
    return tag ? [[text, tag]] : [];
  });
}

type Path = [v.IssuePathItem, ...v.IssuePathItem[]];

/** Items as valibot has them: each key with the value that it is a key of. */
function pathOf(input: object, ...keys: (string | number)[]): Path {
  let within: unknown = input;
  return keys.map((key) => {
    const value = (within as Record<string | number, unknown> | undefined)?.[key];
    const item = { type: 'unknown', origin: 'value', input: within, key, value } as const;
    within = value;
    return item;
  }) as unknown as Path;
}
