import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { limits, type Survey } from '../../core/contract.ts';
import { survey } from '../../worker/schema/survey.ts';
import { npsSurvey } from './fixtures.ts';

type Json = Record<string, unknown>;

const control = { id: 'plain', change: {} };
const of = (change: Json, more: Json = {}) => ({ ...more, variants: [control, { id: 'other', change }] });

/** What is refused of a survey that is right besides, each with its field; nothing where it is taken. */
function refusalsOf(change: Json): [field: string, reason: string][] {
  const { issues = [] } = v.safeParse(survey, { ...npsSurvey, ...change });
  return issues.map((issue) => [v.getDotPath(issue) ?? '', issue.message]);
}

describe('variants of a survey', () => {
  it.each<[string, Json]>([
    ['a wording', of({ question: 'Would you recommend us?', low: 'No', high: 'Yes', followUp: false, thanks: 'Ta.' })],
    ['standard words for somebody else', of({ register: 'informal', subject: 'the shop' })],
    ['a moment', of({ when: [{ on: 'scroll', percent: 50 }], delay: 9 })],
    ['a place and what follows', of({ position: 'top-end', reasons: ['ease'], contact: true })],
    ['faces against numbers', of({ look: 'numbers' }, { scale: 'csat' })],
    ['faces against an NPS', of({ scale: 'csat', look: 'faces' })],
    ['stars against numbers, which are not of them', of({ scale: 'stars' }, { scale: 'csat', look: 'numbers' })],
    ['nothing, to see whether the draw is fair', of({})],
    ['a wording in all of its languages', of({ question: 'A', translations: { de: { question: 'B' } } }, inGerman())],
    ['what is said in no other language', of({ thanks: 'A' }, inGerman())],
    ['reasons that the survey has labels for', of({ reasons: ['price'] }, { reasonLabels: { price: 'The price' } })],
    [
      'weights',
      {
        variants: [
          { ...control, weight: 0.5 },
          { id: 'b', weight: limits.weight, change: {} },
        ],
      },
    ],
    ['four', { variants: ['a', 'b', 'c', 'd'].map((id) => ({ id, change: {} })) }],
  ])('may be %s', (_, change) => {
    expect(refusalsOf(change)).toEqual([]);
    expect(v.parse(survey, { ...npsSurvey, ...change })).toEqual({ ...npsSurvey, ...change });
  });

  it.each<[string, Json, field: string]>([
    ['no list', { variants: {} }, 'variants'],
    ['one alone', { variants: [control] }, 'variants'],
    ['five', { variants: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, change: {} })) }, 'variants'],
    ['two of one id', { variants: [control, control] }, 'variants'],
    ['one without an id', { variants: [control, { change: {} }] }, 'variants.1.id'],
    ['an id that is none', { variants: [control, { id: 'B', change: {} }] }, 'variants.1.id'],
    ['one that says no change', { variants: [control, { id: 'b' }] }, 'variants.1.change'],
    ['no weight', { variants: [control, { id: 'b', weight: 0, change: {} }] }, 'variants.1.weight'],
    ['too great a weight', { variants: [control, { id: 'b', weight: 100.5, change: {} }] }, 'variants.1.weight'],
    ['more than is known', { variants: [control, { id: 'b', change: {}, share: 1 }] }, 'variants.1.share'],
    ['a control of its own', { variants: [{ id: 'a', change: { delay: 1 } }, control] }, 'variants.0.change'],
    ['an empty wording', of({ question: ' ' }), 'variants.1.change.question'],
    ['half a second', of({ delay: 0.5 }), 'variants.1.change.delay'],
    ['a moment that is none', of({ when: [{ on: 'scroll' }] }), 'variants.1.change.when.0.percent'],
    ['faces of an NPS', of({ look: 'faces' }), 'variants.1.change.look'],
    ['faces of stars', of({ scale: 'stars', look: 'faces' }), 'variants.1.change.look'],
    ['a scale that there is not', of({ scale: 'nps-2' }), 'variants.1.change.scale'],
    ['reasons without a label', of({ reasons: ['price'] }), 'variants.1.change.reasons'],
    ['its own language once more', of({ translations: { EN: {} } }), 'variants.1.change.translations'],
    ['a wording in one of its languages', of({ question: 'A' }, inGerman()), 'variants.1.change.question'],
    ['ways to ask behind a tab', of({}, { display: 'tab' }), 'variants'],
  ])('cannot be %s', (_, change, field) => {
    expect([...new Set(refusalsOf(change).map(([field]) => field))]).toEqual([field]);
  });

  it.each(['status', 'source', 'quiet', 'where', 'share', 'name', 'display', 'language', 'colour'])(
    'cannot have a %s of their own, and are told why',
    (field) => {
      const [[refused, reason] = []] = refusalsOf(of({ [field]: npsSurvey[field as keyof Survey] ?? 1 }));
      expect(refused).toBe(`variants.1.change.${field}`);
      expect(reason).toMatch(/^cannot differ between variants, which are asked of the same visitors: only /);
    },
  );

  it('are refused for what is wrong with the survey only there', () => {
    expect(refusalsOf({ ...of({ delay: 1 }), look: 'faces' }).map(([field]) => field)).toEqual(['look']);
  });
});

function inGerman(): Pick<Survey, 'translations'> {
  return { translations: { de: { question: 'Würden Sie uns empfehlen?' } } };
}
