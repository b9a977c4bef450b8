/** The query of a list of responses. */

import * as v from 'valibot';
import { limits } from '../../core/contract.ts';
import { channels, devices, propertyPattern, stages } from '../../core/facets.ts';
import { choices, filterLimits } from '../../core/lists.ts';
import { dayMs } from '../../core/periods.ts';
import { exactly, label, languageTag, oneOf, recordOf, slug, text } from './fields.ts';

const dayReason = 'must be a day, as 2026-11-22';
/** A calendar day as the number of the UTC day. */
const day = v.pipe(
  v.string('must be text'),
  v.regex(/^\d{4}-\d\d-\d\d$/u, dayReason),
  v.check((value) => !Number.isNaN(Date.parse(value)) && new Date(value).toJSON().startsWith(value), dayReason),
  v.transform((value) => Date.parse(value) / dayMs),
  v.minValue(0, dayReason),
);

const mostReason = `must be a whole number, 1 to ${filterLimits.page}`;
const most = v.pipe(
  v.string('must be text'),
  v.regex(/^[1-9]\d?$/u, mostReason),
  v.transform(Number),
  v.maxValue(filterLimits.page, mostReason),
);

/** Facets by which a list is filtered, each by a value that a tally may have. */
const facets = {
  page: v.exactOptional(text(limits.page)),
  touchpoint: v.exactOptional(label(limits.name)),
  stage: v.exactOptional(oneOf(stages)),
  variant: v.exactOptional(slug),
  locale: v.exactOptional(languageTag),
  device: v.exactOptional(oneOf(devices)),
  channel: v.exactOptional(oneOf(channels)),
};

export const listQuery = v.pipe(
  exactly(
    {
      survey: v.exactOptional(slug),
      group: v.exactOptional(oneOf(choices.group)),
      comment: v.exactOptional(oneOf(choices.comment)),
      status: v.exactOptional(oneOf(choices.status)),
      mark: v.exactOptional(oneOf(choices.mark)),
      tag: v.exactOptional(label(limits.name)),
      text: v.exactOptional(text(filterLimits.text)),
      from: v.exactOptional(day),
      to: v.exactOptional(day),
      cursor: v.exactOptional(text(100)),
      limit: v.exactOptional(most),
      property: v.exactOptional(
        recordOf(text(limits.property), {
          pattern: propertyPattern,
          reason: 'is not the name of a property',
          max: limits.facets,
        }),
      ),
      ...facets,
    },
    'is not a filter',
  ),
  v.forward(
    v.check(({ from, to }) => from === undefined || to === undefined || from <= to, 'must not be before from'),
    ['to'],
  ),
);

export type ListQuery = v.InferOutput<typeof listQuery>;
export const listFacets = Object.keys(facets) as (keyof typeof facets)[];
