/** `PUT /api/sites/SITE/surveys/SURVEY`, checked. */

import * as v from 'valibot';
import {
  type changeable,
  displays,
  limits,
  positions,
  type Survey,
  slugPattern,
  standardReasons,
} from '../../core/contract.ts';
import { stages } from '../../core/facets.ts';
import { type ScaleName, scales } from '../../core/scales.ts';
import {
  exactly,
  flag,
  httpUrl,
  isObject,
  label,
  languageTag,
  listOf,
  moment,
  number,
  oneOf,
  reasons,
  recordOf,
  slugReason,
  tag,
  whole,
} from './fields.ts';
import { rule, trigger } from './rules.ts';
import { checkVariants, variantsOf } from './variants.ts';

const days = whole(0, limits.quietDays);

const bySegment = <T extends v.GenericSchema>(value: T) =>
  exactly({ low: v.exactOptional(value), middle: v.exactOptional(value), high: v.exactOptional(value) });

/** Not a union, which would not say what is wrong inside of it. */
const followUp = v.lazy((input) => {
  if (typeof input === 'string') return label(limits.text);
  if (isObject(input)) return bySegment(label(limits.text));
  return v.literal(false, 'must be text, texts by segment, or false');
});

const texts = {
  question: v.exactOptional(label(limits.text)),
  low: v.exactOptional(label(limits.name)),
  high: v.exactOptional(label(limits.name)),
  followUp: v.exactOptional(followUp),
  thanks: v.exactOptional(label(limits.text)),
  links: v.exactOptional(bySegment(exactly({ text: label(limits.name), url: httpUrl }))),
  reasonLabels: v.exactOptional(
    recordOf(label(limits.name), { pattern: slugPattern, reason: slugReason, max: limits.reasons }),
  ),
  tab: v.exactOptional(label(limits.name)),
};

const source = exactly({
  hash: v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/u, 'must be 64 hexadecimal digits')),
  endAt: whole(0, 2 ** 48 - 1),
});

const share = v.pipe(
  number,
  v.check((value) => value > 0 && value <= 1, 'must be above 0 and at most 1'),
);

const delay = whole(0, limits.delaySeconds);

const { tab: _, ...textsOfCards } = texts;
const scale = oneOf(Object.keys(scales) as ScaleName[]);

/** What a variant may change. */
const changes = {
  ...textsOfCards,
  translations: v.exactOptional(recordOf(exactly(texts), { ...tag, max: limits.translations })),
  register: v.exactOptional(oneOf(['formal', 'informal'])),
  subject: v.exactOptional(label(limits.name)),
  position: v.exactOptional(oneOf(positions)),
  scale: v.exactOptional(scale),
  look: v.exactOptional(oneOf(['faces', 'numbers'])),
  reasons: v.exactOptional(reasons),
  contact: v.exactOptional(flag),
  when: v.exactOptional(listOf(trigger, limits.triggers)),
  delay: v.exactOptional(delay),
} satisfies Record<(typeof changeable)[number], v.GenericSchema>;

const fields = exactly({
  name: label(limits.name),
  touchpoint: v.exactOptional(label(limits.name)),
  stage: v.exactOptional(oneOf(stages)),
  status: oneOf(['live', 'paused']),
  language: languageTag,
  ...texts,
  ...changes,
  scale,
  display: v.exactOptional(oneOf(displays)),
  privacyUrl: v.exactOptional(httpUrl),
  delay,
  cancelOn: v.exactOptional(listOf(label(limits.name), limits.events)),
  where: v.exactOptional(rule),
  share: v.exactOptional(share),
  priority: v.exactOptional(whole(-limits.priority, limits.priority)),
  quiet: exactly({ response: days, dismissal: days, others: days }),
  most: v.exactOptional(whole(1, limits.most)),
  from: v.exactOptional(moment),
  until: v.exactOptional(moment),
  stopAfter: v.exactOptional(whole(1, limits.responses)),
  perDay: v.exactOptional(whole(1, limits.responses)),
  variants: v.exactOptional(variantsOf(changes)),
  source: v.exactOptional(source),
});

/** What says when, and whom, a survey asks by itself. */
const ofCards = ['when', 'cancelOn', 'where', 'share', 'priority', 'most', 'variants'] as const;

/** As every variant of it has to be as well. */
const withoutVariants = v.pipe(
  fields,
  v.forward(
    v.check(({ scale, look }) => look === undefined || scale === 'csat', 'is only for the scale csat'),
    ['look'],
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { value } = dataset;
    if ((value.display ?? 'card') === 'card') return;
    const message = 'is for a card: a dialog and a tab wait for the visitor, and a survey in the page is there';
    for (const key of ofCards) {
      const path = { type: 'object', origin: 'value', input: { ...value }, key, value: value[key] } as const;
      if (value[key] !== undefined) addIssue({ message, path: [path] });
    }
  }),
  v.forward(
    v.check(
      ({ from, until }) => from === undefined || until === undefined || Date.parse(from) < Date.parse(until),
      'must be later than from',
    ),
    ['until'],
  ),
  v.forward(
    v.check(
      ({ reasons = [], reasonLabels = {} }) =>
        reasons.every((reason) => isStandard(reason) || Object.hasOwn(reasonLabels, reason)),
      `must each be one of ${standardReasons.join(', ')} or have a label in reasonLabels`,
    ),
    ['reasons'],
  ),
  v.forward(
    v.check(({ language, translations = {} }) => {
      const tags = [language, ...Object.keys(translations)].map((tag) => tag.toLowerCase());
      return new Set(tags).size === tags.length;
    }, "must have each language once, and not the survey's own"),
    ['translations'],
  ),
) satisfies v.GenericSchema<unknown, Survey>;

export const survey = v.pipe(withoutVariants, checkVariants(withoutVariants)) satisfies v.GenericSchema<
  unknown,
  Survey
>;

const isStandard = (reason: string) => standardReasons.some((standard) => standard === reason);
