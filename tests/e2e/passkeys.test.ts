import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../../core/access.ts';
import type { PasskeyAssertion, PasskeyRequest } from '../../core/passkeys.ts';
import { openWorld, ordinaryPage, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Seat {
  page: Page;
  cdp: CDPSession;
  authenticatorId: string;
}

/** A browser with an authenticator that says yes to everything. */
async function openSeat(): Promise<Seat> {
  const page = await (await world.browser.newContext()).newPage();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
  return { page, cdp, authenticatorId };
}

/** Who has come by link, and has made the passkey that is offered then. */
async function openSeatWithPasskey(link: string): Promise<Seat> {
  const seat = await openSeat();
  await seat.page.goto(`${world.opina}${link}`);
  await seat.page.getByRole('button', { name: 'Make a passkey' }).click();
  await seat.page.getByText('Your passkey is made.').waitFor();
  return seat;
}

const ownersLink = async () => `/sign-in#${await world.signInLink()}`;

async function invite(email: string, role = 'viewer'): Promise<string> {
  return ((await world.call('POST', 'sites/shop/members', { email, role })) as { path: string }).path;
}

const signedOut = (page: Page) => page.getByRole('heading', { name: 'You are signed out' });
const results = (page: Page) => page.getByRole('heading', { name: 'After the visit' });

async function signOut(page: Page): Promise<void> {
  await page.locator('.account summary').click();
  await page.locator('.account').getByRole('button', { name: 'Sign out' }).click();
  await signedOut(page).waitFor();
}

const signIn = (page: Page) => page.getByRole('button', { name: 'Sign in with a passkey' }).click();

async function post(path: string, body?: unknown): Promise<{ status: number; code?: string }> {
  const answer = await fetch(`${world.opina}/api/${path}`, { method: 'POST', body: JSON.stringify(body) ?? null });
  return { status: answer.status, ...(answer.ok ? {} : ((await answer.json()) as { code: string })) };
}

async function newRequest(): Promise<PasskeyRequest> {
  const answer = await fetch(`${world.opina}/api/session/challenge`, { method: 'POST' });
  return (await answer.json()) as PasskeyRequest;
}

/** What the passkeys of a page sign, wherever the page is from. */
function signAt(page: Page, request: PasskeyRequest): Promise<PasskeyAssertion> {
  return page.evaluate(async (asked) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
    const signed = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
    const { id, response } = signed.toJSON() as AuthenticationResponseJSON;
    const { clientDataJSON, authenticatorData, signature, userHandle = '' } = response;
    return { id, clientDataJSON, authenticatorData, signature, userHandle };
  }, request);
}

describe('a passkey', () => {
  it('is offered after a link, made, and signs in from then on', async () => {
    const { page, cdp, authenticatorId } = await openSeatWithPasskey(await ownersLink());
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Close');
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toMatchObject([{ rpId: 'localhost', isResidentCredential: true }]);
    await signOut(page);
    await signIn(page);
    await results(page).waitFor();
    await signOut(page);
    await page.goto(`${world.opina}/sign-in`);
    await signIn(page);
    await results(page).waitFor();
    expect(new URL(page.url()).pathname).toBe('/sites/shop/surveys/nps');
    expect(await page.getByRole('complementary').count()).toBe(0);
  });

  it('is not offered again once it was put off, nor to who has one', async () => {
    const { page } = await openSeat();
    await page.goto(`${world.opina}${await invite('late@shop.example')}`);
    await page.getByRole('button', { name: 'Not now' }).click();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    await results(page).waitFor();
    expect(await page.getByRole('complementary').count()).toBe(0);
    expect(asked).not.toContain('/api/passkeys');

    const other = await openSeatWithPasskey(await invite('early@shop.example'));
    await other.page.reload();
    await results(other.page).waitFor();
    await expect.poll(() => other.page.evaluate(() => sessionStorage.length)).toBe(0);
    expect(await other.page.getByRole('complementary').count()).toBe(0);
  });

  it('is renamed, and once removed signs in no more', async () => {
    const { page } = await openSeatWithPasskey(await invite('ana@shop.example'));
    await page.getByRole('link', { name: 'Account' }).click();
    const row = page.getByRole('region', { name: 'Passkeys' }).getByRole('listitem');
    await row.getByRole('button', { name: /^Rename / }).click();
    await row.getByRole('textbox', { name: 'Name' }).fill('Work laptop');
    await page.keyboard.press('Enter');
    await row.getByText('Work laptop').waitFor();
    await page.reload();
    await row.getByText('Work laptop').waitFor();

    await row.getByRole('button', { name: 'Remove Work laptop' }).click();
    await row.getByRole('button', { name: 'Cancel' }).click();
    await row.getByRole('button', { name: 'Remove Work laptop' }).click();
    await row.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('You have none yet.').waitFor();
    await signOut(page);
    await signIn(page);
    await page.getByText('This passkey does not sign in here.').waitFor();
    await signedOut(page).waitFor();
  });

  it('is made once a device, and a second one on another', async () => {
    const { page, cdp } = await openSeatWithPasskey(await invite('bo@shop.example'));
    await page.goto(`${world.opina}/account`);
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.getByText('That device has a passkey for you already.').waitFor();
    await cdp.send('WebAuthn.disable');
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'usb', automaticPresenceSimulation: true },
        ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
      },
    });
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Rename / }).count()).toBe(2);
  });

  it('of an authenticator that does not verify who it is makes nothing', async () => {
    const { page, cdp, authenticatorId } = await openSeat();
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await page.goto(`${world.opina}${await invite('cy@shop.example')}`);
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.getByText('No passkey was made.').waitFor();
    expect((await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials).toEqual([]);
  });
});

describe('what a passkey has signed', () => {
  it('signs in once: sent again it is refused', async () => {
    const { page } = await openSeatWithPasskey(await invite('di@shop.example'));
    await signOut(page);
    const sending = page.waitForRequest('**/api/session/passkey');
    await signIn(page);
    await results(page).waitFor();
    const body = JSON.parse((await sending).postData() ?? '');
    for (let n = 0; n < 2; n++)
      expect(await post('session/passkey', body)).toMatchObject({ status: 401, code: 'passkey-refused' });
    const inPage = await page.evaluate(async (sent) => {
      const answer = await fetch('/api/session/passkey', { method: 'POST', body: JSON.stringify(sent) });
      return answer.status;
    }, body);
    expect(inPage).toBe(401);
  });

  it('for a page on another port, or by a challenge that is not ours, is refused', async () => {
    const { page } = await openSeatWithPasskey(await invite('ed@shop.example'));
    expect(await post('session/passkey', await signAt(page, await newRequest()))).toEqual({ status: 204 });
    const madeUp = { ...(await newRequest()), challenge: 'A'.repeat(64) };
    expect(await post('session/passkey', await signAt(page, madeUp))).toMatchObject({ code: 'passkey-refused' });

    world.pages.set('/phishing', { html: ordinaryPage('') });
    await page.goto(`${world.shop.replace('127.0.0.1', 'localhost')}/phishing`);
    const phished = await signAt(page, await newRequest());
    expect(await post('session/passkey', phished)).toMatchObject({ status: 401, code: 'passkey-refused' });
  });

  it('is read whatever the signature: sixty in a row', async () => {
    const { page } = await openSeatWithPasskey(await invite('fi@shop.example'));
    const statuses = new Set<number>();
    for (let n = 0; n < 60; n++)
      statuses.add((await post('session/passkey', await signAt(page, await newRequest()))).status);
    expect([...statuses]).toEqual([204]);
  });
});

it('who is removed from their only site is signed out, and does not come in again', async () => {
  const { page } = await openSeatWithPasskey(await invite('gil@shop.example'));
  const members = (await world.call('GET', 'sites/shop/members')) as Member[];
  const { id } = members.find(({ email }) => email === 'gil@shop.example') as Member;
  await world.call('DELETE', `sites/shop/members/${id}`);
  await page.reload();
  await signedOut(page).waitFor();
  await signIn(page);
  await page.getByText('This passkey does not sign in here').waitFor();
  expect(await results(page).count()).toBe(0);
});

it('what makes and uses passkeys is loaded when somebody does either', async () => {
  const { page } = await openSeat();
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (/\/assets\/passkeys-.*\.js$/.test(request.url())) loaded.push(request.url());
  });
  await page.goto(`${world.opina}/sign-in`);
  await signedOut(page).waitFor();
  await page.waitForLoadState('networkidle');
  expect(loaded).toEqual([]);
  await signIn(page);
  await expect.poll(() => loaded.length).toBe(1);
});
