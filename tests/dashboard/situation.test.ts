import fc from 'fast-check';
import { expect, test } from 'vitest';
import { devices, modes, searchOf, situationIn, usual } from '../../worker/dashboard/simulator/situation.ts';

const text = fc.string({ unit: 'grapheme' });
const deeds = ['nps.response', 'nps.dismissal', 'constructor.times'];
const situations = fc.record({
  ...{
    url: text,
    language: text,
    referrer: text,
    person: text,
    traits: text,
    visitor: text,
    views: text,
    visits: text,
  },
  ...{ auto: fc.constantFrom('true', 'false'), proof: fc.constantFrom('true', 'false'), at: text },
  ...{ device: fc.constantFrom(...devices), storage: fc.constantFrom(...modes) },
  did: fc.dictionary(fc.constantFrom(...deeds), fc.string({ minLength: 1 }), { noNullPrototype: true }),
});

test('whatever is typed is found again by its URL', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      expect(situationIn(searchOf(situation))).toEqual(situation);
    }),
  );
});

test('what is usual is not said', () => {
  expect(searchOf(usual)).toBe('');
  expect(searchOf({ ...usual, device: 'phone', did: { 'nps.response': '' } })).toBe('?device=phone');
});

test('what cannot be is as usual', () => {
  const wrong = ['device=watch', 'storage=cookie', 'proof=yes', 'auto=', 'toString=1', 'did=1'];
  const deeds = ['nps.response=', 'nps.opened=1', 'Nps.response=1', 'nps.response.x=1', '.response=1', 'nps=1'];
  expect(situationIn(`?${[...wrong, ...deeds].join('&')}`)).toEqual(usual);
});
