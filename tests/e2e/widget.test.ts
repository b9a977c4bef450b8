import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, ordinaryPage, type World } from './world.ts';

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await openWorld();
  world.pages.set('/', { html: ordinaryPage(world.snippet) });
  world.pages.set('/bare', { html: ordinaryPage('') });
});
afterAll(() => world.close());
afterEach(() => context.close());

async function visit(path = '/', options = {}): Promise<Page> {
  context = await world.browser.newContext(options);
  page = await context.newPage();
  await page.goto(world.shop + path);
  return page;
}

const card = () => page.getByRole('dialog');
const stored = async (): Promise<{ id: string; score?: number }[]> =>
  (await world.worker.db.prepare('SELECT id, rev, score, comment, page FROM response ORDER BY id').run()).results;
const viewsOf = async () => (await world.worker.db.prepare('SELECT id, dismissed FROM view').run()).results;

/** The responses that the device keeps because nobody has acknowledged them. */
const keptKeys = () =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('opina:shop:kept:')));

/** Waits for a post to be acknowledged. */
const acknowledged = (path: '/v1/r' | '/v1/v') => page.waitForResponse((answer) => answer.url().endsWith(path));

/** Gives what the test says and answers the response that was stored for it. */
async function storedBy(give: () => Promise<void>) {
  const before = new Set((await stored()).map(({ id }) => id));
  await give();
  return (await stored()).filter(({ id }) => !before.has(id));
}

describe('a visitor', () => {
  it('gives a score and a comment by mouse, and is one response', async () => {
    await visit();
    const responses = await storedBy(async () => {
      const first = acknowledged('/v1/r');
      await card().getByRole('radio', { name: '9', exact: true }).click();
      await first;
      await card()
        .getByRole('textbox', { name: 'What is the main reason for your score?' })
        .fill('Rápido, e em bom estado.');
      await card().getByRole('button', { name: 'Send' }).click();
      await card().getByText('Thank you. This helps us.').waitFor();
    });
    expect(responses).toEqual([
      { id: expect.any(String), rev: 2, score: 9, comment: 'Rápido, e em bom estado.', page: '/' },
    ]);
  });

  it('does the same by keyboard alone, without the arrow keys sending what they pass', async () => {
    await visit();
    await card().waitFor();
    const posts: string[] = [];
    page.on('request', (request) => request.url().endsWith('/v1/r') && posts.push(request.postData() ?? ''));
    const responses = await storedBy(async () => {
      while (
        !(await card()
          .getByRole('radio')
          .first()
          .evaluate((radio) => radio.matches(':focus')))
      ) {
        await page.keyboard.press('Tab');
      }
      const first = acknowledged('/v1/r');
      await page.keyboard.press('Space');
      for (let step = 0; step < 7; step++) await page.keyboard.press('ArrowRight');
      await first;
      await page.keyboard.press('Tab');
      await page.keyboard.type('Keys only');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await card().getByText('Thank you. This helps us.').waitFor();
      expect(
        await card()
          .getByText('Thank you')
          .evaluate((thanks) => thanks.matches(':focus')),
      ).toBe(true);
    });
    expect(responses).toMatchObject([{ score: 7, comment: 'Keys only' }]);
    expect(posts.map((post) => JSON.parse(post).score)).toEqual([7, 7]);
  });

  it('who changes the score is still one response', async () => {
    await visit();
    const responses = await storedBy(async () => {
      for (const score of ['2', '10']) {
        const answer = acknowledged('/v1/r');
        await card().getByRole('radio', { name: score, exact: true }).click();
        await answer;
      }
    });
    expect(responses).toMatchObject([{ score: 10, rev: 2 }]);
  });

  it('who takes a saved comment back has said nothing', async () => {
    await visit();
    const responses = await storedBy(async () => {
      await card().getByRole('radio', { name: '8', exact: true }).click();
      await card().getByRole('textbox').fill('Not for you');
      await page.evaluate(() => dispatchEvent(new Event('pagehide')));
      await expect.poll(async () => (await stored()).at(-1)).toMatchObject({ comment: 'Not for you' });
      await card().getByRole('textbox').fill('');
      await card().getByRole('button', { name: 'Send' }).click();
      await card().getByText('Thank you').waitFor();
    });
    expect(responses).toMatchObject([{ score: 8, comment: null }]);
  });

  it('who leaves while writing has said what was written', async () => {
    await visit();
    const responses = await storedBy(async () => {
      const first = acknowledged('/v1/r');
      await card().getByRole('radio', { name: '4', exact: true }).click();
      await first;
      await card().getByRole('textbox').fill('The bus is com');
      await page.goto(`${world.shop}/bare`);
      await expect.poll(async () => (await stored()).at(-1)).toMatchObject({ rev: 2 });
    });
    expect(responses).toMatchObject([{ score: 4, comment: 'The bus is com' }]);
  });

  it('who closes without a score is a dismissal and not a response, and is left alone', async () => {
    await visit();
    const before = (await viewsOf()).length;
    const responses = await storedBy(async () => {
      const dismissal = acknowledged('/v1/v');
      await card().getByRole('button', { name: 'Close' }).click();
      await dismissal;
    });
    expect(responses).toEqual([]);
    expect((await viewsOf()).slice(before)).toMatchObject([{ dismissed: 1 }]);
    await page.reload();
    await page.waitForLoadState('networkidle');
    expect(await card().count()).toBe(0);
  });

  it('closes with Escape when in the card, and finds the focus where it was', async () => {
    world.pages.set('/field', { html: ordinaryPage(world.snippet, '<button id="before">Before</button>') });
    await visit('/field');
    await card().waitFor();
    await page.locator('#before').focus();
    await page.keyboard.press('Escape');
    expect(await card().count()).toBe(1);
    await card().getByRole('radio').first().focus();
    await page.keyboard.press('Escape');
    await card().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('before');
  });
});

describe('words are never lost', () => {
  it('while the Worker cannot be reached: they are kept, said to be, and sent when it can', async () => {
    await visit();
    await card().waitFor();
    const responses = await storedBy(async () => {
      await context.setOffline(true);
      await card().getByRole('radio', { name: '0', exact: true }).click();
      await card().getByText('We could not save this yet. It is kept and will be sent.').waitFor();
      const answer = acknowledged('/v1/r');
      await context.setOffline(false);
      await answer;
    });
    expect(responses).toMatchObject([{ score: 0 }]);
    await expect.poll(keptKeys).toEqual([]);
  });

  it('when the page was closed before they could be sent: the next visit sends them, once', async () => {
    await visit();
    await card().waitFor();
    await context.route('**/v1/r', (route) => route.abort());
    const responses = await storedBy(async () => {
      await card().getByRole('radio', { name: '1', exact: true }).click();
      await card().getByText('It is kept and will be sent.').waitFor();
      await page.close();
      await context.unroute('**/v1/r');
      page = await context.newPage();
      const answer = acknowledged('/v1/r');
      await page.goto(world.shop);
      await answer;
    });
    expect(responses).toMatchObject([{ score: 1, rev: 1 }]);
  });

  it('when another response of the same visitor follows: both are kept and sent', async () => {
    await visit();
    await context.route('**/v1/r', (route) => route.abort());
    const responses = await storedBy(async () => {
      for (const score of ['1', '9']) {
        await card().getByRole('radio', { name: score, exact: true }).click();
        await card().getByText('It is kept and will be sent.').waitFor();
        await page.reload();
        await page.waitForFunction('window.opina?.show');
        await page.evaluate('opina.show("nps")');
      }
      expect(await keptKeys()).toHaveLength(2);
      await page.close();
      await context.unroute('**/v1/r');
      page = await context.newPage();
      await page.goto(world.shop);
      await expect.poll(keptKeys).toEqual([]);
    });
    expect(responses.map(({ score }) => score)).toEqual([1, 9]);
  });

  it('when a card is closed before Send: it opens again with what was given, and stays one response', async () => {
    await visit();
    const responses = await storedBy(async () => {
      await card().getByRole('radio', { name: '3', exact: true }).click();
      await card().getByRole('textbox').fill('Half a thou');
      await card().getByRole('button', { name: 'Close' }).click();
      await page.evaluate('opina.show("nps")');
      await card().getByRole('radio', { name: '3', exact: true, checked: true }).waitFor();
      expect(await card().getByRole('textbox').inputValue()).toBe('Half a thou');
      await card().getByRole('textbox').fill('Half a thought');
      await card().getByRole('button', { name: 'Send' }).click();
      await card().getByText('Thank you').waitFor();
    });
    expect(responses).toMatchObject([{ score: 3, comment: 'Half a thought' }]);
  });

  it('when the clock of the visitor is an hour ahead: the id is made again with the server’s time', async () => {
    context = await world.browser.newContext();
    page = await context.newPage();
    await page.clock.install({ time: Date.now() + 3_600_000 });
    await page.goto(world.shop);
    await page.clock.runFor(100);
    const responses = await storedBy(async () => {
      const created = page.waitForResponse((answer) => answer.url().endsWith('/v1/r') && answer.status() === 201);
      await card().getByRole('radio', { name: '6', exact: true }).click();
      await created;
    });
    expect(responses).toMatchObject([{ score: 6, rev: 1 }]);
  });

  it('when the server refuses: the visitor is told why and the words stay where they are', async () => {
    await visit();
    await card().waitFor();
    await card().getByRole('radio', { name: '5', exact: true }).click();
    await context.route('**/v1/r', (route) =>
      route.fulfill({
        status: 409,
        headers: { 'Access-Control-Allow-Origin': '*' },
        body: '{"code":"closed","detail":"Too late."}',
      }),
    );
    await card().getByRole('textbox').fill('Still here');
    await card().getByRole('button', { name: 'Send' }).click();
    await card().getByText('This could not be saved. Too late.').waitFor();
    expect(await card().getByRole('textbox').inputValue()).toBe('Still here');
  });
});

describe('the page', () => {
  it('is never asked for leave: no post needs a preflight', async () => {
    await visit();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    const methods: string[] = [];
    devtools.on('Network.requestWillBeSent', ({ request }) => methods.push(request.method));
    await card().getByRole('radio', { name: '9', exact: true }).click();
    await card().getByRole('button', { name: 'Send' }).click();
    await card().getByText('Thank you').waitFor();
    expect(methods).toContain('POST');
    expect(methods).not.toContain('OPTIONS');
    const headers = { 'Content-Type': 'application/json' };
    await page.evaluate(([url, init]) => fetch(url, init), [
      `${world.opina}/v1/r`,
      { method: 'POST', headers },
    ] as const);
    expect(methods, 'a post that needs one would be seen here').toContain('OPTIONS');
  });

  it('stores nothing on the device before the visitor acts', async () => {
    await visit();
    await card().waitFor();
    await acknowledged('/v1/v');
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    expect(await context.cookies()).toEqual([]);
  });

  it('that asks by itself before the script has loaded is heard', async () => {
    await world.ask({ delay: 3600 });
    const stub =
      '<script>opina=window.opina||function(){(opina.q=opina.q||[]).push(arguments)};opina("show","nps")</script>';
    world.pages.set('/stub', { html: ordinaryPage(stub + world.snippet) });
    await visit('/stub');
    await card().waitFor();
    await card().getByRole('button', { name: 'Close' }).click();
    await page.evaluate('opina.show("nps")');
    await card().waitFor();
    await page.evaluate('opina("destroy")');
    await card().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.querySelectorAll('opina-card').length)).toBe(0);
    await world.ask({});
  });

  it('that destroys the client has dismissed nothing in the name of the visitor', async () => {
    await visit();
    await acknowledged('/v1/v');
    const dismissals = async () => (await viewsOf()).filter((view: { dismissed?: number }) => view.dismissed).length;
    const before = await dismissals();
    await page.evaluate('opina.destroy()');
    await card().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.reload();
    await card().waitFor();
    expect(await dismissals()).toBe(before);
  });

  it('whose listener throws has a card that works', async () => {
    await visit();
    await card().waitFor();
    await page.evaluate('opina.on("score", () => { throw new Error("of the page") })');
    await card().getByRole('radio', { name: '7', exact: true }).click();
    await card().getByRole('textbox').waitFor();
  });

  it('that asks by itself during a quiet period is not interrupted by another tab', async () => {
    await visit();
    await card().getByRole('button', { name: 'Close' }).click();
    await page.evaluate('opina.show("nps")');
    await card().waitFor();
    const other = await context.newPage();
    await other.goto(`${world.shop}/bare`);
    await other.evaluate(() => localStorage.setItem('the page’s', 'own'));
    await card().getByRole('radio', { name: '5', exact: true }).click();
    await card().getByRole('textbox').waitFor();
  });

  it('may call anything and is never thrown at', async () => {
    await visit();
    await card().waitFor();
    expect(await page.evaluate('opina.show("nothing"), opina("no-such-method"), opina("on", "show"), "fine"')).toBe(
      'fine',
    );
  });

  it('that removes the card again and again gets its way, and is not frozen', async () => {
    const remover = `<script>new MutationObserver((all) => { for (const { addedNodes } of all) for (const node of addedNodes)
      if (node.localName === 'opina-card') node.remove() }).observe(document.documentElement, { childList: true })</script>`;
    world.pages.set('/remover', { html: ordinaryPage(remover + world.snippet) });
    await visit('/remover');
    await page.waitForFunction('window.opina?.show');
    await page.evaluate('opina.show("nps")');
    await expect.poll(() => page.evaluate('document.querySelectorAll("opina-card").length')).toBe(0);
    expect(await page.evaluate('1 + 1')).toBe(2);
    // It counts as closed, so another may be asked, to whom the same happens.
    const mounts = await page.evaluate(async () => {
      let mounts = 0;
      const watch = new MutationObserver((all) => {
        mounts += all
          .flatMap(({ addedNodes }) => [...addedNodes])
          .filter((node) => node.nodeName === 'OPINA-CARD').length;
      });
      watch.observe(document.documentElement, { childList: true });
      const frame = () => new Promise(requestAnimationFrame);
      for (let frames = 0; frames < 10; frames++) await frame();
      const before = mounts;
      document.documentElement.append(document.createElement('i'));
      for (let frames = 0; frames < 10; frames++) await frame();
      return mounts - before;
    });
    expect(mounts).toBe(0);
  });

  it('stays where it is when the card is closed', async () => {
    world.pages.set('/long', {
      html: ordinaryPage(`<button>Top</button><p style="height:5000px"></p>${world.snippet}`),
    });
    await visit('/long');
    await card().waitFor();
    await page.getByRole('button', { name: 'Top' }).click();
    await page.evaluate(() => scrollTo(0, 3000));
    await card().getByRole('button', { name: 'Close' }).click();
    await card().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => scrollY)).toBe(3000);
  });

  it('is not covered while a dialog is open or the visitor is typing', async () => {
    const body = '<input id="field"><dialog id="d">Cookies<button onclick="d.close()">OK</button></dialog>';
    world.pages.set('/busy', {
      html: ordinaryPage(`${body}<script>d.showModal();document.title="open"</script>${world.snippet}`),
    });
    await visit('/busy');
    await page.waitForLoadState('networkidle');
    expect(await card().count()).toBe(1);
    await page.locator('#d button').click();
    await page.locator('opina-card').waitFor({ state: 'attached' });

    world.pages.set('/typing', { html: ordinaryPage(`${body}<script>field.focus()</script>${world.snippet}`) });
    await page.goto(`${world.shop}/typing`);
    await page.keyboard.type('words for the shop');
    await page.waitForLoadState('networkidle');
    expect(await page.locator('opina-card').count()).toBe(0);
    await page.locator('#field').blur();
    await page.locator('opina-card').waitFor({ state: 'attached' });
    expect(await page.locator('#field').inputValue()).toBe('words for the shop');
  });

  it('keeps its shortcuts to itself, and the card its keys', async () => {
    world.pages.set('/keys', {
      html: ordinaryPage(`<script>pressed=[];onkeydown=(e)=>pressed.push(e.key)</script>${world.snippet}`),
    });
    await visit('/keys');
    await card().getByRole('radio', { name: '8', exact: true }).click();
    await card().getByRole('textbox').pressSequentially('jk?');
    expect(await page.evaluate('pressed.length')).toBe(0);
  });

  it.each([
    ["default-src 'none'; script-src HOST; connect-src HOST; require-trusted-types-for 'script'", ''],
    ["script-src 'nonce-abc' 'strict-dynamic'; style-src 'nonce-abc'", ' nonce="abc"'],
  ])('under the policy %s the card is styled and nothing is reported', async (policy, nonce) => {
    world.pages.set('/csp', {
      html: ordinaryPage(world.snippet.replace('<script', `<script${nonce}`)),
      headers: { 'Content-Security-Policy': policy.replaceAll('HOST', world.opina) },
    });
    context = await world.browser.newContext();
    page = await context.newPage();
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    await page.goto(`${world.shop}/csp`);
    await card().waitFor();
    expect(await card().evaluate((element) => getComputedStyle(element).borderRadius)).toBe('12px');
    expect(messages.filter((message) => !message.includes('favicon'))).toEqual([]);
  });

  it.each([
    ['replaces its body', 'document.body = document.createElement("body")'],
    ['removes what it does not know', 'document.querySelector("opina-card").remove()'],
  ])('that %s keeps the card', async (_, change) => {
    await visit();
    await card().waitFor();
    await page.evaluate(change);
    await card().getByRole('radio', { name: '3', exact: true }).click();
    await card().getByRole('textbox').waitFor();
  });

  it('without popovers or storage shows the card all the same', async () => {
    const break_ = `<script>delete HTMLElement.prototype.showPopover;
      Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })</script>`;
    world.pages.set('/old', { html: ordinaryPage(break_ + world.snippet) });
    await visit('/old');
    const responses = await storedBy(async () => {
      const answer = acknowledged('/v1/r');
      await card().getByRole('radio', { name: '7', exact: true }).click();
      await answer;
    });
    expect(responses).toMatchObject([{ score: 7 }]);
    expect(await card().evaluate((element) => getComputedStyle(element).position)).toBe('fixed');
  });
});
