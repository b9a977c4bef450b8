/** Rules that a site gives names to, so that its surveys can use them wherever a test may stand. */

import type { Rule, SurveyRule } from './rules.ts';

/** Rules by name. */
export type Segments = Readonly<Record<string, Rule>>;

/** The segments that a rule names, each as often as it does. */
export function namesIn(rule: SurveyRule): string[] {
  if ('segment' in rule) return [rule.segment];
  if ('all' in rule) return rule.all.flatMap(namesIn);
  if ('any' in rule) return rule.any.flatMap(namesIn);
  return 'not' in rule ? namesIn(rule.not) : [];
}

/** The same rule with segments in place of their names, or the first name that there is no segment of. */
export function expand(rule: SurveyRule, segments: Segments): { rule: Rule } | { unknown: string } {
  const unknown = namesIn(rule).find((name) => !Object.hasOwn(segments, name));
  return unknown === undefined ? { rule: put(segments, rule) } : { unknown };
}

function put(segments: Segments, rule: SurveyRule): Rule {
  const within = (part: SurveyRule) => put(segments, part);
  if ('segment' in rule) return segments[rule.segment] ?? nobody;
  if ('all' in rule) return { all: rule.all.map(within) };
  if ('any' in rule) return { any: rule.any.map(within) };
  return 'not' in rule ? { not: within(rule.not) } : rule;
}

/** Holds of none. No name is left that would need it. */
const nobody: Rule = { any: [] };
