import Papa from 'papaparse';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeId } from '../../core/id.ts';
import { createKey } from '../../worker/store/keys.ts';
import { invite, redeemInvitation } from '../../worker/store/members.ts';
import { renamePerson } from '../../worker/store/people.ts';
import { elements, payloads } from './payloads.ts';
import { openWorld, ordinaryPage, survey, type World } from './world.ts';

let world: World;
let context: BrowserContext;
let page: Page;
/** What must not happen, as it happened. */
const happened: string[] = [];

const id = () => makeId(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
const at = (index: number) => payloads[index % payloads.length] ?? '';
const label = (index: number, most: number) => payloads.filter(({ length }) => length <= most).at(index % 60) ?? 'x';
/** What of it can be the local part of an address. */
const emailOf = (payload: string) => `${payload.replace(/[\s@\p{Cc}]/gu, '/')}@shop.example`;
/** Of a path what follows these may name the visitor, and is never stored. */
const pathOf = (payload: string) => `/${payload.replace(/[?#].*$/su, '')}`;

/** A survey that has one of them wherever it may have words. */
const surveyWith = (index: number) => ({
  ...survey,
  name: label(index, 80),
  question: at(index),
  low: label(index + 1, 80),
  high: label(index + 2, 80),
  followUp: at(index + 3),
  thanks: at(index + 4),
  touchpoint: label(index + 5, 80),
});

beforeAll(async () => {
  world = await openWorld();
  const { db } = world.worker;
  await world.call('PUT', 'sites/shop', { name: label(0, 80), origins: [world.shop], facets: ['plan'] });
  await Promise.all(payloads.map((_, index) => world.put(`s${index}`, surveyWith(index))));
  await world.ask({ name: label(1, 80) });
  for (const [index, payload] of payloads.entries()) {
    const body = {
      ...{ site: 'shop', survey: 'nps', id: id(), rev: 1, score: index % 11, comment: payload, page: pathOf(payload) },
      ...{ email: emailOf(payload), touchpoint: label(index, 80), properties: { plan: payload } },
    };
    const answer = await fetch(`${world.opina}/v1/r`, {
      ...{ method: 'POST', headers: { Origin: world.shop, 'User-Agent': 'Firefox' }, body: JSON.stringify(body) },
    });
    expect([payload, answer.status]).toEqual([payload, 201]);
    await world.call('PATCH', `sites/shop/surveys/nps/responses/${body.id}`, { tags: [label(index, 40)] });
  }
  for (let index = 0; index < 20; index++) {
    const now = Date.now();
    await redeemInvitation(db, await invite(db, { site: 'shop', role: 'viewer', email: emailOf(at(index)) }, now), {
      now,
    });
    await createKey(db, { site: 'shop', name: label(index, 80), scopes: ['read'], madeBy: 'owner' }, now);
    const shared = { site: 'shop', name: label(index, 80), scopes: ['view' as const], survey: 'nps', madeBy: 'owner' };
    await createKey(db, { ...shared, expiresAt: now + 86_400_000 }, now);
  }
  await renamePerson(db, 'owner', label(2, 80));
});
afterAll(async () => {
  await context.close();
  await world.close();
});

/** A page in which whatever would run says so. */
async function watchedPage(): Promise<Page> {
  context = await world.browser.newContext();
  const watched = await context.newPage();
  watched.on('dialog', (dialog) => {
    happened.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  watched.on('request', (request) => request.url().includes('evil.test') && happened.push(request.url()));
  watched.on('console', (message) => message.text().includes('Content Security') && happened.push(message.text()));
  return watched;
}

/** Elements and attributes that no page of ours has. */
const foreign = () => {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const host of document.querySelectorAll('*')) if (host.shadowRoot) roots.push(host.shadowRoot);
  const own =
    'body script:not([src^="http://localhost"]), body style, body link, body meta, base, iframe, object, embed, img, video, template, math, slot';
  return roots.flatMap((root) =>
    [...root.querySelectorAll('*')]
      .filter(
        (element) =>
          element.matches(own) ||
          [...element.attributes].some(
            ({ name, value }) =>
              name.startsWith('on') ||
              (/^(?:href|src|action|formaction|xlink:href)$/u.test(name) &&
                /^\s*(?:javascript|data:text)/iu.test(value.replace(/[^ -~]/gu, ''))),
          ),
      )
      .map((element) => element.outerHTML.slice(0, 200)),
  );
};

describe('what would run as a script, were it not for text, is text', () => {
  it(`in ${payloads.length} different forms, of which there are at least 100`, () => {
    expect(new Set(payloads).size).toBe(payloads.length);
    expect(payloads.length).toBeGreaterThanOrEqual(100);
  });

  it('and would be noticed where it were markup', async () => {
    page = await watchedPage();
    for (const element of elements) {
      await page.setContent(`<main>${element}</main>`);
      expect([element, (await page.evaluate(foreign)).length]).toEqual([element, expect.toSatisfy((n) => n > 0)]);
    }
    await expect.poll(() => happened.length).toBeGreaterThan(0);
    await context.close();
    happened.length = 0;
  });

  it('on every page of the dashboard, to the letter', { timeout: 180_000 }, async () => {
    page = await watchedPage();
    await page.goto(`${world.opina}/sign-in#${await world.signInLink()}`);
    await page.getByRole('main').waitFor();
    const pages = [
      '',
      '/surveys/nps',
      '/surveys/nps/responses',
      '/surveys/s7',
      '/simulator',
      '/team',
      '/keys',
      '/audit',
    ];
    for (const path of [...pages.map((each) => `/sites/shop${each}`), '/', '/account']) {
      await page.goto(world.opina + path);
      await page.locator('main:not([aria-busy="true"])').waitFor();
      expect([path, await page.evaluate(foreign)]).toEqual([path, []]);
    }
    await page.goto(`${world.opina}/sites/shop/surveys/nps/responses`);
    const rows = page.getByRole('region', { name: 'Responses' }).getByRole('listitem');
    await rows.first().waitFor();
    while (await page.getByRole('button', { name: 'Older' }).isVisible()) {
      const before = await rows.count();
      await page.getByRole('button', { name: 'Older' }).click();
      await expect.poll(() => rows.count()).toBeGreaterThan(before);
    }
    expect(await rows.count()).toBe(payloads.length);
    const shown = (await rows.allTextContents()).join('\n');
    for (const payload of payloads) expect(shown).toContain(payload);
    expect(await page.evaluate(foreign)).toEqual([]);
    expect(happened).toEqual([]);
    await context.close();
  });

  it('in the card of the widget, on a page that would let it run', { timeout: 180_000 }, async () => {
    world.pages.set('/', { html: ordinaryPage(world.snippet.replace('async', 'async data-auto="false"')) });
    page = await watchedPage();
    await page.goto(world.shop);
    await page.waitForFunction('window.opina?.show');
    for (let index = 0; index < payloads.length; index += 5) {
      await page.evaluate(`opina.show('s${index}', { test: true })`);
      const card = page.getByRole('dialog');
      await expect.poll(() => card.textContent()).toContain(at(index));
      await card.getByRole('radio').first().click();
      await expect.poll(() => card.textContent()).toContain(at(index + 3));
      await card.getByRole('button', { name: 'Send' }).click();
      await expect.poll(() => card.textContent()).toContain(at(index + 4));
      expect(await page.evaluate(foreign)).toEqual([]);
      await page.evaluate('opina.close()');
      await card.waitFor({ state: 'detached' });
    }
    expect(happened).toEqual([]);
  });

  it('in exports, which give it back as it was', async () => {
    const file = async (end: string) => {
      const headers = { Authorization: `Bearer ${await sessionOf()}` };
      const answer = await fetch(`${world.opina}/api/sites/shop/surveys/nps/responses.${end}`, { headers });
      expect(answer.headers.get('Content-Disposition')).toContain('attachment');
      expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
      return answer.text();
    };
    const lines = (await file('json')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).comment).sort()).toEqual(payloads.toSorted());
    const { data } = Papa.parse<{ comment: string }>(await file('csv'), { header: true, skipEmptyLines: true });
    expect(data.map(({ comment }) => comment.replace(/^'/u, '')).sort()).toEqual(
      payloads.map((payload) => payload.replace(/^'/u, '')).sort(),
    );
  });
});

async function sessionOf(): Promise<string> {
  const body = JSON.stringify({ token: await world.signInLink() });
  const answer = await fetch(`${world.opina}/api/session`, { method: 'POST', body });
  return answer.headers.get('Set-Cookie')?.match(/=([0-9a-f]{64});/u)?.[1] ?? '';
}
