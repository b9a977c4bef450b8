/** A year of visitors and six surveys on a clock of its own: who is asked what, and how often. */

import type { SurveyConfig } from '../../core/contract.ts';
import { dayMs } from '../../core/periods.ts';
import type { Path } from '../../core/rules.ts';
import { type Act, chosenOf, drawOf, lastAsked } from '../../core/targeting.ts';
import { passes } from '../passes.ts';

/** Days between any two surveys, for all six. */
const others = 30;
const pages = ['/', '/plant', '/checkout', '/thanks', '/help', '/account'];

const onPages = (...names: string[]) => ({ fact: ['path'], matches: `^(?:${names.join('|')})$` });
const surveyOf = (id: string, response: number, dismissal: number, change: Partial<SurveyConfig>): SurveyConfig => ({
  ...{ id, language: 'en', delay: 0, when: [] },
  quiet: [response, dismissal, others],
  ...change,
});

/** In the order of their moments on a page: those with a delay come when nobody was asked before. */
const surveys = [
  surveyOf('weekly stars', 7, 7, { where: onPages('/plant', '/') }),
  surveyOf('monthly csat', 30, 14, { where: onPages('/thanks') }),
  surveyOf('help ces', 60, 14, { where: onPages('/help'), priority: 1 }),
  surveyOf('quarterly nps', 90, 14, {}),
  surveyOf('sampled nps', 90, 30, { share: 0.25, delay: 5 }),
  surveyOf('yearly csat', 365, 60, { where: onPages('/account', '/'), delay: 10 }),
];

interface Outcome {
  /** Times that it was shown. */
  asked: number;
  responses: number;
  dismissals: number;
  /** Visitors who were shown it. */
  visitors: number;
  /** Visitors on whose page views it could have been asked, but for other surveys, at least so often … */
  able: number;
  /** … and who were never shown it. */
  starved: number;
}

interface Year {
  surveys: Record<string, Outcome>;
  pageViews: number;
  /** Days between two surveys that one visitor was asked, at least: where being asked is remembered. */
  leastGapAlways: number;
  /** Days between what one visitor did and another survey, at least: where only what they do is remembered. */
  leastGapAfterAction: number;
  /** Most times that one visitor was asked, by whether being asked is remembered. */
  mostAskedAlways: number;
}

/** Page views on which a survey could have been asked before a visitor counts as starved of it. */
const manyViews = 20;

export function liveAYear(visitors: number, seed: number): Year {
  const year: Year = {
    surveys: Object.fromEntries(
      surveys.map(({ id }) => [id, { asked: 0, responses: 0, dismissals: 0, visitors: 0, able: 0, starved: 0 }]),
    ),
    ...{ pageViews: 0, leastGapAlways: 999, leastGapAfterAction: 999, mostAskedAlways: 0 },
  };
  for (let visitor = 0; visitor < visitors; visitor++) liveOne(year, `${seed}.${visitor}`, visitor % 2 === 0);
  return year;
}

function liveOne(year: Year, visitor: string, isAlways: boolean): void {
  let draws = 0;
  const random = () => drawOf(visitor, `${draws++}`);
  const acts: Record<string, Act> = {};
  const able = new Map<string, number>();
  const asked = new Map<string, number>();
  const visitsADay = 0.02 + 0.4 * random() ** 2;

  for (let day = 0; day < 365; day++) {
    if (random() > visitsADay) continue;
    const views = 1 + Math.floor(random() * 6);
    for (let view = 0; view < views; view++) {
      year.pageViews++;
      const now = Date.UTC(2027, 0, 1 + day) + Math.floor(((view + random()) / views) * dayMs);
      const path = pages[Math.floor(random() * pages.length)] ?? '/';
      const of = (survey: SurveyConfig) => ({
        survey,
        ...{ isAuto: true, visitor, see: ([fact]: Path) => (fact === 'path' ? path : undefined) },
        now,
      });
      // Half of the visitors stay for what has a delay.
      const delays = random() < 0.5 ? [0, 5, 10] : [0];
      for (const survey of surveys.filter(({ delay = 0 }) => delays.includes(delay))) {
        const { [survey.id]: own } = acts;
        if (passes({ ...of(survey), acts: own ? { [survey.id]: own } : {} })) {
          able.set(survey.id, (able.get(survey.id) ?? 0) + 1);
        }
      }
      const shown = delays
        .map((delay) =>
          chosenOf(
            surveys.filter((survey) => survey.delay === delay && passes({ ...of(survey), acts }, surveys)),
            acts,
          ),
        )
        .find((survey) => survey !== undefined);
      if (!shown) continue;

      const outcome = year.surveys[shown.id] as Outcome;
      outcome.asked++;
      asked.set(shown.id, (asked.get(shown.id) ?? 0) + 1);
      const act: Act = acts[shown.id] ?? { times: 0 };
      const others = Object.entries(acts).filter(([id]) => id !== shown.id);
      const gap = (now - Math.max(0, ...others.map(([, act]) => lastAsked(act)))) / dayMs;
      const name = isAlways ? 'leastGapAlways' : 'leastGapAfterAction';
      year[name] = Math.min(year[name], gap);
      if (isAlways) acts[shown.id] = { ...act, dismissal: now, times: act.times + 1 };
      const chance = random();
      if (chance < 0.3) outcome.responses++;
      else if (chance < 0.6) outcome.dismissals++;
      else continue;
      acts[shown.id] = { ...acts[shown.id], times: act.times + 1, [chance < 0.3 ? 'response' : 'dismissal']: now };
    }
  }
  for (const { id } of surveys) {
    const outcome = year.surveys[id] as Outcome;
    if (asked.has(id)) outcome.visitors++;
    if ((able.get(id) ?? 0) < manyViews) continue;
    outcome.able++;
    if (!asked.has(id)) outcome.starved++;
  }
  if (isAlways)
    year.mostAskedAlways = Math.max(
      year.mostAskedAlways,
      [...asked.values()].reduce((a, b) => a + b, 0),
    );
}
