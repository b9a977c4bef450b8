import { expect, test } from 'vitest';
import { objectOf } from '../../worker/dashboard/deed-text.ts';

const nameOf = (person: string) => new Map([['p1', 'Ana as ever']]).get(person);
const said = (subject: string) => objectOf({ at: 0, actor: '', actorName: '', action: 'site.change', subject }, nameOf);

test.each([
  ['members/bo@shop.example as owner', 'bo@shop.example as an owner'],
  ['members/p1 as viewer', 'Ana as ever as a viewer'],
  ['members/p1/link', 'Ana as ever'],
  ['members/gone', 'gone'],
  ['keys/00ff', 'opina_00ff'],
  ['keys/00ff by 11ee', 'opina_00ff, now opina_11ee'],
  ['shares/00ff', 'opina_00ff'],
  ['surveys/nps', 'nps'],
  ['surveys/nps/winner', 'nps'],
  ['surveys/nps/responses/0199-a', 'nps, 0199-a'],
  ['surveys/nps/responses/0199-a/anonymise', 'nps, 0199-a'],
  ['surveys/nps/responses.csv', 'nps, csv'],
  ['identity-secret/rotation', ''],
  ['', ''],
])('of %s the log says "%s"', (subject, text) => expect(said(subject)).toBe(text));
