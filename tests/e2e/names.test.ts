import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { lead, lowScoreOf, openStage, type Stage, setStage, walk } from './stage.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let stage: Stage;

beforeAll(async () => {
  world = await openWorld();
  await setStage(world, ['card', 'dialog', 'inline']);
});
afterAll(() => world.close());
afterEach(() => stage.close());

const told = ['dialog', 'group', 'radio', 'checkbox', 'textbox', 'link', 'button', 'status', 'alert'];

/** What Chromium tells assistive technology of the page, in the order it is read: role, name, description, state. */
async function treeOf(page: Page): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines: string[] = [];
  const read = (id: string): void => {
    const node = byId.get(id);
    if (!node) return;
    const { role, name, description, properties = [] } = node;
    const states = properties.filter((state) => ['checked', 'modal', 'invalid'].includes(state.name));
    const isOn = ({ value }: (typeof states)[number]) => `${value.value}` === 'true';
    const all = [description?.value, ...states.filter(isOn).map((state) => state.name)].filter(Boolean);
    const line = [role?.value, name?.value && JSON.stringify(name.value)].filter(Boolean).join(' ');
    if (!node.ignored && told.includes(role?.value)) lines.push([line, ...all].join(', '));
    for (const child of node.childIds ?? []) read(child);
  };
  read(nodes[0]?.nodeId ?? '');
  return lines;
}

const numbers = (from: number, to: number, low: string, high: string) =>
  Array.from({ length: to - from + 1 }, (_, index) => {
    const score = from + index;
    return `radio "${score}"${score === from ? `, ${low}` : score === to ? `, ${high}` : ''}`;
  });
const easy = 'Acme made it easy for me to do what I wanted.';
const effort = 'How much effort did it take you to do what you wanted?';
const satisfied = 'How satisfied are you with Acme?';
const agreed = ['Strongly disagree', 'Strongly agree'] as const;
const little = ['Very little', 'Very much'] as const;

/** The question of each kind and its scores, as a screen reader has them. */
const asked: Record<string, [question: string, scores: string[]]> = {
  nps: [
    'How likely are you to recommend Acme to a friend or colleague?',
    numbers(0, 10, 'Not at all likely', 'Extremely likely'),
  ],
  faces: [
    satisfied,
    ['Very dissatisfied', 'Dissatisfied', 'Neutral', 'Satisfied', 'Very satisfied'].map((name) => `radio "${name}"`),
  ],
  csat: [satisfied, numbers(1, 5, 'Very dissatisfied', 'Very satisfied')],
  stars: [
    'How would you rate Acme?',
    ['1 of 5 stars", Very poor', '2 of 5 stars"', '3 of 5 stars"', '4 of 5 stars"', '5 of 5 stars", Excellent'].map(
      (name) => `radio "${name}`,
    ),
  ],
  'ces-7': [easy, numbers(1, 7, ...agreed)],
  'ces-7-effort': [effort, numbers(1, 7, ...little)],
  'ces-5': [easy, numbers(1, 5, ...agreed)],
  'ces-5-effort': [effort, numbers(1, 5, ...little)],
  thumbs: ['Was this article helpful?', ['radio "Yes"', 'radio "No"']],
};

const question = (kind: string) => asked[kind]?.[0] ?? '';
const reasons = ['Whether it worked', 'Ease of use', 'Speed', 'Clarity', 'The people', 'Something else'];
const contact = 'May we contact you about this? Your e-mail address, if you like:';

/** What is asked after a low score. */
const everything = [
  'group "What was it about?"',
  ...reasons.map((reason) => `checkbox "${reason}"`),
  'textbox "What should we have done differently?"',
  `textbox "${contact}"`,
  'link "Privacy"',
  'button "Send"',
];

describe('a screen reader is told', () => {
  it.each(Object.keys(kinds))('the question, every score by name and what the ends mean: %s', async (kind) => {
    stage = await openStage(world, '/ltr');
    const card = await stage.open(kind, 'card');
    const scores = asked[kind]?.[1] ?? [];
    const around = [`dialog "${question(kind)}"`, `group "${question(kind)}"`];
    expect(await treeOf(stage.page)).toEqual([...around, ...scores, 'status', 'button "Close"']);

    await lead(stage, card, { kind, to: 'scored' });
    const chosen = scores.map((line, index) => (index === placeOf(kind) ? `${line}, checked` : line));
    expect(await treeOf(stage.page)).toEqual([...around, ...chosen, ...everything, 'status', 'button "Close"']);
  });

  it('that a dialog is modal', async () => {
    stage = await openStage(world, '/ltr');
    await stage.open('stars', 'dialog');
    expect((await treeOf(stage.page))[0]).toBe('dialog "How would you rate Acme?", modal');
  });

  it('a survey in the page as a part of the page', async () => {
    stage = await openStage(world, '/ltr/inline');
    await stage.page.getByRole('radio', { name: 'Yes' }).waitFor();
    const each = Object.values(asked).map(([question, scores]) => [`group "${question}"`, ...scores, 'status']);
    expect(await treeOf(stage.page)).toEqual(each.flat());
  });

  it('of a bad e-mail address, at the field that has it', async () => {
    stage = await openStage(world, '/ltr');
    await lead(stage, await stage.open('nps', 'card'), { kind: 'nps', to: 'bad e-mail' });
    expect(await treeOf(stage.page)).toContain(`textbox "${contact}", This is not a complete e-mail address., invalid`);
    await stage.page.getByLabel(contact).fill('ana@shop.example');
    expect(await treeOf(stage.page)).toContain(`textbox "${contact}"`);
  });

  it('thanks and where they lead, under the name of what was asked', async () => {
    stage = await openStage(world, '/ltr');
    await lead(stage, await stage.open('nps', 'card'), { kind: 'nps', to: 'thanks' });
    const name = `dialog "${question('nps')}"`;
    expect(await treeOf(stage.page)).toEqual([name, 'status', 'link "Visit our help centre"', 'button "Close"']);
  });

  it('which language to read it in', async () => {
    stage = await openStage(world, '/rtl');
    const card = await stage.open('thumbs', 'card');
    expect(await card.getAttribute('lang')).toBe('he');
    expect(await card.getAttribute('dir')).toBe('rtl');
    expect(await treeOf(stage.page)).toEqual(expect.arrayContaining(['radio "כן"', 'radio "לא"', 'button "סגירה"']));
  });
});

/** Where the score that the stage gives stands in its row. */
function placeOf(kind: string): number {
  return kind === 'thumbs' ? 1 : lowScoreOf(kind) - (kind === 'nps' ? 0 : 1);
}

/** Notes every text that an element comes to have, from now on. */
async function listen(status: Locator): Promise<() => Promise<string[]>> {
  const heard = await status.evaluateHandle((element) => {
    const texts: string[] = [];
    const note = () => texts.push(element.isConnected ? (element.textContent ?? '') : 'gone');
    new MutationObserver(note).observe(element, { childList: true, characterData: true, subtree: true });
    return texts;
  });
  return () => heard.jsonValue();
}

describe('what changes without the focus is announced, by a region that was there before', () => {
  const said = {
    badEmail: 'This is not a complete e-mail address.',
    sending: 'Sending…',
    kept: 'We could not save this yet. It is kept and will be sent.',
    refused: 'This could not be saved. Too late.',
    thanks: 'Thank you. This helps us.',
  };

  it.each(['card', 'dialog', 'inline'] as const)(
    'in a %s: nothing until Send, then all that happens',
    async (display) => {
      stage = await openStage(world, display === 'inline' ? '/ltr/inline' : '/ltr');
      const card =
        display === 'inline' ? stage.page.locator('[survey=stars-inline]') : await stage.open('stars', display);
      const status = card.getByRole('status');
      await status.waitFor({ state: 'attached' });
      const heard = await listen(status);
      await walk(stage, card, {
        kind: 'stars',
        async look(state) {
          if (state === 'scored') expect(await heard()).toEqual([]);
        },
      });
      expect(await heard()).toEqual([
        ...[said.badEmail, '', said.sending, said.kept],
        ...[said.refused, said.sending, said.thanks],
      ]);
      expect(await status.getAttribute('aria-live')).toBe(null);
    },
  );

  it('also when what follows the score cannot be loaded', async () => {
    stage = await openStage(world, '/ltr');
    stage.answer = 'waits';
    await stage.context.route('**/reply.js', (route) => route.abort());
    const card = await stage.open('nps', 'card');
    const heard = await listen(card.getByRole('status'));
    await card.getByRole('radio', { name: '3', exact: true }).click();
    await expect.poll(heard).toEqual([said.kept]);
  });
});
