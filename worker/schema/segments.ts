/** The segments of a site, checked, and what the rules of its surveys are with segments in them. */

import { limits, type Survey, slugPattern } from '../../core/contract.ts';
import type { SurveyRule, Trigger } from '../../core/rules.ts';
import { expand, namesIn, type Segments } from '../../core/segments.ts';
import { recordOf, slugReason } from './fields.ts';
import { faultOfRule, segment } from './rules.ts';

export const segments = recordOf(segment, { pattern: slugPattern, reason: slugReason, max: limits.segments });

interface Fault {
  field: string;
  reason: string;
}

/** What is wrong with the rules of a survey, right by themselves, once the segments that they name stand in them. */
export function faultsOf(survey: Survey, segments: Segments = {}): Fault[] {
  return rulesOf(survey).flatMap(({ field, rule }) => {
    const reason = faultOf(rule, { survey, segments });
    return reason === undefined ? [] : [{ field, reason }];
  });
}

interface Change {
  before?: Segments | undefined;
  after?: Segments | undefined;
}

/** The same of all surveys of a site, by id, whose segments change; of the rules that name one which does. */
export function faultsOfChange(surveys: ReadonlyMap<string, Survey>, { before = {}, after = {} }: Change): Fault[] {
  const isChanged = (name: string) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  return [...surveys].flatMap(([id, survey]) =>
    rulesOf(survey).flatMap(({ field, rule }) => {
      const changed = namesIn(rule).filter(isChanged);
      const name = changed.find((one) => !Object.hasOwn(after, one)) ?? changed[0];
      const fault = name && faultOf(rule, { survey, segments: after });
      if (!fault) return [];
      const reason = Object.hasOwn(after, name)
        ? `is used by the survey ${id}: its ${field} ${fault}`
        : `must stay: the survey ${id} uses it in ${field}`;
      return [{ field: `segments.${name}`, reason }];
    }),
  );
}

interface Rules extends Pick<Survey, 'where' | 'when' | 'variants'> {}

/** Every rule of a survey and of its variants, with the path to it. */
function rulesOf({ where, when, variants = [] }: Rules): { field: string; rule: SurveyRule }[] {
  return [
    ...(where ? [{ field: 'where', rule: where }] : []),
    ...rulesOfMoments('when', when),
    ...variants.flatMap(({ change }, at) => rulesOfMoments(`variants.${at}.change.when`, change.when)),
  ];
}

function rulesOfMoments(path: string, when: Trigger[] = []) {
  return when.flatMap((trigger, at) =>
    trigger.on === 'event' && trigger.where ? [{ field: `${path}.${at}.where`, rule: trigger.where }] : [],
  );
}

/** Nothing of a rule without names: the schema has judged it. */
function faultOf(rule: SurveyRule, of: { survey: Survey; segments: Segments }): string | undefined {
  if (namesIn(rule).length === 0) return undefined;
  const expanded = expand(rule, of.segments);
  if ('unknown' in expanded) return `names the segment ${expanded.unknown}, which the site does not have`;
  const fault = faultOfRule(expanded.rule) ?? sizeFaultOf(of);
  return fault && `with its segments in it ${fault}`;
}

/** A page loads all rules of a survey, and those again for each of its variants. */
function sizeFaultOf({ survey, segments }: { survey: Survey; segments: Segments }): string | undefined {
  const { variants = [], ...plain } = survey;
  const asked = [plain, ...variants.map(({ change }) => ({ ...plain, ...change }))];
  const { length } = JSON.stringify(asked.flatMap(rulesOf).map(({ rule }) => expand(rule, segments)));
  return length > limits.rules ? `makes all rules ${length} characters, more than ${limits.rules}` : undefined;
}
