import fc from 'fast-check';
import { expect, it } from 'vitest';
import { literalOf } from '../../worker/literal.ts';

const asScript = (text: string) => new Function(`return ${text}`)();

it('what stands in a script is the value again, whatever it says', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      expect(asScript(literalOf(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it.each<[unknown, string]>([
  [{ site: 'shop', quiet: [90, 14] }, '{site:"shop",quiet:[90,14]}'],
  [{ 'pt-BR': 'say "a":', none: undefined, isOn: true }, '{"pt-BR":"say \\"a\\":",isOn:true}'],
])('%j has quotes around text and around names that need them', (value, text) => {
  expect(literalOf(value)).toBe(text);
});
