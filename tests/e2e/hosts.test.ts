import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Survey } from '../../core/contract.ts';
import { documentsOf, type HostPage, type Likeness, likenesses } from './hosts/documents.ts';
import { difference } from './hosts/pixels.ts';
import { byScript } from './hosts/scripts.ts';
import { byStyle, style } from './hosts/styles.ts';
import { comment, scores, type Visited, visit } from './hosts/visit.ts';
import { kinds } from './kinds.ts';
import { openWorld, type World } from './world.ts';

/** The share of a card's pixels that may differ from those on a plain page. */
const mostDifference = 0.001;

const everywhere = ['nps', 'faces', 'stars', 'thumbs'];

/** The bench asks everything on every page, the test one kind by turns. */
function askedOn({ more = [] }: HostPage, turn: number): string[] {
  const asked = isWhole ? everywhere : [everywhere[turn % everywhere.length] ?? ''];
  return [...asked, ...more];
}

const hostPages: Record<string, HostPage> = { ...byStyle, ...byScript };
const isWhole = process.env.WHOLE === 'true';
/** The bench visits all of them, the test those that scripts make hostile and every other stylesheet. */
const visited = Object.keys(hostPages).filter((name, index) => isWhole || name in byScript || index % 2 === 0);

let world: World;

beforeAll(async () => {
  world = await openWorld();
  const asked: Record<string, Survey | undefined> = {
    ...kinds,
    inline: { ...(kinds.faces as Survey), display: 'inline' },
    dialog: { ...(kinds.nps as Survey), display: 'dialog' },
  };
  for (const [id, survey] of Object.entries(asked)) if (survey && id in scores) await world.put(id, survey);
});
afterAll(() => world.close());

function visitPage(path: string, page: HostPage, surveys = [...everywhere, ...(page.more ?? [])]): Promise<Visited> {
  const snippet = world.snippet.replace('<script', '<script data-auto="false"');
  for (const [name, html] of documentsOf(path, page, snippet)) world.pages.set(name, { html });
  const { isFramed, like } = page;
  const { colorScheme = 'light' }: Likeness = likenesses[like];
  return visit(world.browser, { url: world.shop + path, surveys, colorScheme, isFramed });
}

const references = new Map<string, Promise<Visited>>();

/** A plain page, visited once for all that are like it. */
function referenceFor(like: HostPage['like']): Promise<Visited> {
  const more = like === 'plain' ? ['inline', 'dialog'] : [];
  const reference = references.get(like) ?? visitPage(`/${like.replaceAll(' ', '-')}/`, { like, more });
  references.set(like, reference);
  return reference;
}

/** Where a page's screenshots differ, and by which share of their pixels. */
async function differencesOf(
  { screenshots }: Visited,
  like: HostPage['like'],
): Promise<[state: string, share: number][]> {
  const reference = await referenceFor(like);
  return [...screenshots].map(([state, screenshot]) => {
    const plain = reference.screenshots.get(state);
    return [state, plain ? difference(screenshot, plain) : 1];
  });
}

/** What was stored for a page and what it frames. */
async function storedFor(path: string): Promise<unknown[]> {
  const sql = 'SELECT survey, score, comment, reasons FROM response WHERE page LIKE ? ORDER BY survey';
  return (await world.worker.db.prepare(sql).bind(`${path}%`).run()).results;
}

vi.setConfig({ maxConcurrency: 2, testTimeout: 90_000 });

describe.concurrent('on a page that', () => {
  it.each(visited)('%s every card looks as on a plain page, and what is given is stored once', async (name) => {
    const page = hostPages[name] as HostPage;
    const turn = Object.keys(hostPages).indexOf(name);
    const path = `/host/${turn}/`;
    const surveys = askedOn(page, turn);
    const visited = await visitPage(path, page, surveys);
    const differences = await differencesOf(visited, page.like);
    expect(differences.filter(([, share]) => share > mostDifference)).toEqual([]);
    expect(visited.errors).toEqual([]);
    expect(await storedFor(path)).toEqual(
      surveys.toSorted().map((survey) => ({ survey, score: scores[survey], comment, reasons: '["effectiveness"]' })),
    );
  });

  it('gives the card another colour, as pages may, the difference is seen', async () => {
    const head = style('opina-card { --opina-accent: teal }');
    const visited = await visitPage('/coloured/', { like: 'plain', head }, ['thumbs']);
    const differences = new Map(await differencesOf(visited, 'plain'));
    expect(differences.get('thumbs, scored')).toBeGreaterThan(mostDifference);
  });
});
