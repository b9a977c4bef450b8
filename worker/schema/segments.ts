/** The segments of a site, checked, and what the rules of its surveys are with segments in them. */

import { limits, type Survey, slugPattern } from '../../core/contract.ts';
import { type SurveyRule, simplify, type Trigger } from '../../core/rules.ts';
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
  const rules = rulesOf(survey);
  const faults = rules.flatMap(({ field, rule }) => {
    const reason = faultOf(rule, segments);
    return reason === undefined ? [] : [{ field, reason }];
  });
  const size = sizeOf(survey, segments);
  if (faults.length > 0 || size <= limits.rules) return faults;
  return rules.slice(0, 1).map(({ field }) => ({ field, reason: `makes the survey too large: ${tooLarge(size)}` }));
}

interface Change {
  before?: Segments | undefined;
  after?: Segments | undefined;
}

/** The same of all surveys of a site, by id, whose segments change; of the rules that name one which does. */
export function faultsOfChange(surveys: ReadonlyMap<string, Survey>, { before = {}, after = {} }: Change): Fault[] {
  const isChanged = (name: string) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  return [...surveys].flatMap(([id, survey]) => {
    const faults = rulesOf(survey).flatMap(({ field, rule }) => {
      const changed = namesIn(rule).filter(isChanged);
      const name = changed.find((one) => !Object.hasOwn(after, one)) ?? changed[0];
      const fault = name && faultOf(rule, after);
      if (!fault) return [];
      const reason = Object.hasOwn(after, name)
        ? `is used by the survey ${id}: its ${field} ${fault}`
        : `must stay: the survey ${id} uses it in ${field}`;
      return [{ field: `segments.${name}`, reason }];
    });
    const size = sizeOf(survey, after);
    const name = rulesOf(survey)
      .flatMap(({ rule }) => namesIn(rule))
      .find(isChanged);
    if (faults.length > 0 || name === undefined || size <= limits.rules) return faults;
    return [{ field: `segments.${name}`, reason: `makes the survey ${id} too large: ${tooLarge(size)}` }];
  });
}

const tooLarge = (size: number) =>
  `its rules are ${size} characters with their segments in them, of which pages load at most ${limits.rules}`;

/** UTF-16 units of a survey's rules as pages load them, where each variant has them all; 0 for one that is not known. */
function sizeOf({ variants = [], ...survey }: Survey, segments: Segments): number {
  const asked = [survey, ...variants.map(({ change }) => ({ ...survey, ...change }))];
  const sizes = asked.flatMap(rulesOf).map(({ rule }) => {
    const expanded = expand(rule, segments);
    return 'rule' in expanded ? JSON.stringify(simplify(expanded.rule)).length : 0;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Every rule of a survey and of its variants, with the path to it. */
function rulesOf({
  where,
  when,
  variants = [],
}: Pick<Survey, 'where' | 'when' | 'variants'>): { field: string; rule: SurveyRule }[] {
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
function faultOf(rule: SurveyRule, segments: Segments): string | undefined {
  if (namesIn(rule).length === 0) return undefined;
  const expanded = expand(rule, segments);
  if ('unknown' in expanded) return `names the segment ${expanded.unknown}, which the site does not have`;
  const fault = faultOfRule(expanded.rule);
  return fault && `with its segments in it ${fault}`;
}
