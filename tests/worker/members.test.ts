import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditList, Member, Role } from '../../core/access.ts';
import type { SiteListing } from '../../core/results.ts';
import { app } from '../../worker/app.ts';
import { acceptInvitation, invite, redeemInvitation } from '../../worker/store/members.ts';
import { linkMinutes } from '../../worker/store/people.ts';
import { callApi as call, type Headers, signInAs, signInAsAdmin } from './callers.ts';
import { openShop, problemOf } from './fixtures.ts';

let site: string;
let owner: Headers;

beforeEach(async () => {
  ({ site } = await openShop());
  owner = await signInAs(site, 'owner');
});

const who = async (headers: Headers) =>
  (await (await call('GET', 'session', headers)).json()) as { id: string; name: string; isAdmin: boolean };
const membersOf = async (of = site) => (await (await call('GET', `sites/${of}/members`, owner)).json()) as Member[];
const rolesOf = async (of = site) => (await membersOf(of)).map(({ email, role }) => [email, role]);
const sitesOf = async (headers: Headers) =>
  ((await (await call('GET', 'sites', headers)).json()) as SiteListing[]).map(({ id, role }) => [id, role]);

async function inviteAs(headers: Headers, email: string, role: Role): Promise<string> {
  const answer = await call('POST', `sites/${site}/members`, headers, { email, role });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { path: string }).path.replace('/sign-in#', '');
}

/** Made by an administrator. */
async function linkFor(person: string): Promise<string> {
  const answer = await call('POST', `sites/${site}/members/${person}/link`, await signInAsAdmin());
  return ((await answer.json()) as { path: string }).path.replace('/sign-in#', '');
}

const cookieOf = (session: Headers) => session.Authorization?.replace('Bearer ', 'opina=') ?? '';

/** Opens a link as a browser does, with the cookie that it has; the session it has then. */
async function open(token: string, earlier?: Headers): Promise<Headers> {
  const answer = await call('POST', 'session', { Cookie: earlier ? cookieOf(earlier) : '' }, { token });
  expect([200, 204]).toContain(answer.status);
  const session = answer.headers.get('Set-Cookie')?.match(/=([0-9a-f]{64});/u)?.[1];
  return { Authorization: `Bearer ${session}` };
}

describe('an invitation', () => {
  it('makes whoever opens it a member, with that role and of that site alone', async () => {
    const { site: other } = await openShop();
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'editor'));
    const { id } = await who(bo);
    expect(await who(bo)).toMatchObject({ name: 'bo', isAdmin: false });
    const { entries } = (await (
      await call('GET', `sites/${site}/audit?action=member.join`, owner)
    ).json()) as AuditList;
    expect(entries[0]).toMatchObject({ actor: `person:${id}`, actorName: 'bo', subject: `members/${id} as editor` });
    expect(await sitesOf(bo)).toEqual([[site, 'editor']]);
    expect((await problemOf(await call('GET', `sites/${other}`, bo))).code).toBe('unknown-site');
    expect(await rolesOf()).toEqual([
      ['bo@shop.example', 'editor'],
      ['owner@shop.example', 'owner'],
    ]);
  });

  it('works once, also for many at once', async () => {
    const token = await inviteAs(owner, 'bo@shop.example', 'viewer');
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => (await call('POST', 'session', {}, { token })).status),
    );
    expect(statuses.sort()).toEqual([204, ...Array(7).fill(401)]);
    expect(await membersOf()).toHaveLength(2);
  });

  it(`works for ${linkMinutes} minutes`, async () => {
    const at = Date.now() - linkMinutes * 60_000;
    const made = () => invite(env.DB, { site, role: 'viewer', email: 'bo@shop.example' }, at);
    expect((await problemOf(await call('POST', 'session', {}, { token: await made() }))).code).toBe('link-used');
    const lastMoment = at + linkMinutes * 60_000 - 1;
    expect(await redeemInvitation(env.DB, await made(), { now: lastMoment })).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('or a link that was used ends no session of whoever opens it', async () => {
    const token = await inviteAs(owner, 'bo@shop.example', 'viewer');
    const bo = await open(token);
    const answer = await call('POST', 'session', { Cookie: cookieOf(bo) }, { token });
    expect((await problemOf(answer)).code).toBe('link-used');
    expect((await call('GET', 'session', bo)).status).toBe(200);
  });

  it('is accepted as who one is by whoever is signed in, with a new session for nobody', async () => {
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    const { site: other } = await openShop();
    const token = await invite(env.DB, { site: other, role: 'editor', email: 'someone@else.example' }, Date.now());
    const before = await who(bo);
    const cookie = cookieOf(bo);
    const joined = await call('POST', 'session', { Cookie: cookie }, { token });
    expect([joined.status, await joined.json()]).toEqual([200, { site: other }]);
    expect(joined.headers.get('Set-Cookie')).toContain(`${cookie};`);
    expect(await who(bo)).toEqual(before);
    expect(await sitesOf(bo)).toEqual([
      [site, 'viewer'],
      [other, 'editor'],
    ]);
  });

  it('for the address of somebody who is there already makes nobody them', async () => {
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    const another = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    expect((await who(another)).id).not.toBe((await who(bo)).id);
  });

  it('to a lesser role takes none from whoever has a greater', async () => {
    for (const role of ['viewer', 'editor', 'owner', 'editor', 'viewer'] as const) {
      await open(await inviteAs(owner, 'x@shop.example', role), owner);
    }
    expect(await sitesOf(owner)).toEqual([[site, 'owner']]);
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    await open(await inviteAs(owner, 'bo@shop.example', 'editor'), bo);
    expect(await sitesOf(bo)).toEqual([[site, 'editor']]);
  });

  it('without a site makes an administrator, who may everything everywhere', async () => {
    const token = await invite(env.DB, { site: '', role: 'owner', email: 'root@shop.example' }, Date.now());
    const root = await open(token);
    expect(await who(root)).toMatchObject({ name: 'root', isAdmin: true });
    expect((await call('GET', `sites/${site}/members`, root)).status).toBe(200);
    expect(await membersOf()).toHaveLength(1);
    const second = await invite(env.DB, { site: '', role: 'owner', email: 'x@shop.example' }, Date.now());
    const { id } = await who(owner);
    await acceptInvitation(env.DB, second, { person: id, now: Date.now() });
    expect(await who(owner)).toMatchObject({ id, isAdmin: true });
  });

  it.each<[string, (id: string, by: Headers) => Promise<Response>]>([
    ['is removed', (id, by) => call('DELETE', `sites/${site}/members/${id}`, by)],
    ['has a lesser role', (id, by) => call('PATCH', `sites/${site}/members/${id}`, by, { role: 'editor' })],
  ])('of an owner who %s since lets nobody in', async (_, end) => {
    const { site: other } = await openShop();
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'owner'));
    const { id } = await who(bo);
    const back = await inviteAs(bo, 'bo-again@shop.example', 'owner');
    const elsewhere = await invite(env.DB, { site: other, role: 'viewer', email: 'cy@shop.example' }, Date.now());
    expect((await end(id, owner)).status).toBe(204);
    expect((await problemOf(await call('POST', 'session', {}, { token: back }))).code).toBe('link-used');
    await open(elsewhere);
  });

  it('stays good where nobody was removed who could have made it', async () => {
    const { id } = await who(owner);
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    const token = await inviteAs(owner, 'cy@shop.example', 'viewer');
    expect((await call('DELETE', `sites/${site}/members/${id}`, owner)).status).toBe(409);
    expect((await call('DELETE', `sites/${site}/membership`, bo)).status).toBe(204);
    await open(token);
  });

  it('that somebody opens while they are removed makes no member of nobody', async () => {
    const token = await inviteAs(owner, 'bo@shop.example', 'owner');
    await acceptInvitation(env.DB, token, { person: 'who-is-no-more', now: Date.now() });
    const sql = 'SELECT person FROM member WHERE person NOT IN (SELECT id FROM person)';
    expect((await env.DB.prepare(sql).run()).results).toEqual([]);
    expect((await problemOf(await call('DELETE', `sites/${site}/membership`, owner))).code).toBe('last-owner');
  });

  it('names an address and a role that there are, or is refused with the field', async () => {
    for (const [body, field] of [
      [{ email: 'nobody', role: 'owner' }, 'email'],
      [{ email: 'bo@shop.example', role: 'god' }, 'role'],
      [{ role: 'viewer' }, 'email'],
    ] as const) {
      const { errors } = await problemOf(await call('POST', `sites/${site}/members`, owner, body));
      expect(errors?.[0]?.field).toBe(field);
    }
  });
});

describe('an invitation by mail', () => {
  const inviteBy = async (bindings: object) => {
    const body = JSON.stringify({ email: 'bo@shop.example', role: 'viewer' });
    const request = new Request(`https://opina.example/api/sites/${site}/members`, {
      method: 'POST',
      headers: owner,
      body,
    });
    return (await (await app.fetch(request, { ...env, ...bindings })).json()) as { path: string; isSent: boolean };
  };

  it('is sent where the deployment can send mail, and told all the same', async () => {
    const sent: EmailMessageBuilder[] = [];
    const EMAIL = { send: async (mail: EmailMessageBuilder) => void sent.push(mail) };
    const { path, isSent } = await inviteBy({ EMAIL, MAIL_FROM: 'opina@shop.example' });
    expect(isSent).toBe(true);
    expect(sent).toEqual([
      {
        ...{ from: 'opina@shop.example', to: 'bo@shop.example', subject: 'Shop: what customers say' },
        text: expect.stringContaining(`https://opina.example${path}`),
      },
    ]);
  });

  it('has one line for its subject, whatever the site is called', async () => {
    const subjects: string[] = [];
    const EMAIL = { send: async ({ subject }: EmailMessageBuilder) => void subjects.push(subject) };
    const body = { name: 'Shop\r\nBcc: all@shop.example\u2028x', origins: [] };
    expect((await call('PUT', `sites/${site}`, owner, body)).status).toBe(200);
    await inviteBy({ EMAIL, MAIL_FROM: 'opina@shop.example' });
    expect(subjects).toEqual(['Shop Bcc: all@shop.example x: what customers say']);
  });

  it('that cannot be sent is told, and said not to be sent', async () => {
    const EMAIL = { send: () => Promise.reject(new Error('destination address is not verified')) };
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { path, isSent } = await inviteBy({ EMAIL, MAIL_FROM: 'opina@shop.example' });
    expect([isSent, (await inviteBy({})).isSent]).toEqual([false, false]);
    expect(error).toHaveBeenCalledOnce();
    expect(error.mock.calls.join()).not.toContain('bo@shop.example');
    error.mockRestore();
    await open(path.replace('/sign-in#', ''));
  });
});

describe('a member', () => {
  it('has another role from the next request on', async () => {
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    const { id } = await who(bo);
    expect((await problemOf(await call('POST', `sites/${site}/keys`, bo, {}))).code).toBe('forbidden');
    expect((await call('PATCH', `sites/${site}/members/${id}`, owner, { role: 'owner' })).status).toBe(204);
    expect((await problemOf(await call('POST', `sites/${site}/keys`, bo, {}))).code).toBe('invalid');
  });

  it('who is removed is signed out everywhere', async () => {
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    const { id } = await who(bo);
    const elsewhere = await open(await linkFor(id));
    expect((await who(elsewhere)).id).toBe(id);
    expect((await call('DELETE', `sites/${site}/members/${id}`, owner)).status).toBe(204);
    for (const session of [bo, elsewhere]) {
      expect((await problemOf(await call('GET', 'session', session))).code).toBe('signed-out');
    }
  });

  it('of nothing any more is there no more; of something else they are', async () => {
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    const cy = await open(await inviteAs(owner, 'cy@shop.example', 'viewer'));
    const { site: other } = await openShop();
    await open(await invite(env.DB, { site: other, role: 'viewer', email: 'cy@shop.example' }, Date.now()), cy);
    const ids = [(await who(bo)).id, (await who(cy)).id];
    for (const id of ids) await call('DELETE', `sites/${site}/members/${id}`, owner);
    const left = 'SELECT id FROM person WHERE id IN (SELECT value FROM json_each(?1))';
    const { results } = await env.DB.prepare(left).bind(JSON.stringify(ids)).run();
    expect(results).toEqual([{ id: ids[1] }]);
  });

  it('of another site alone is neither removed nor signed out by an owner of this one', async () => {
    const { site: other } = await openShop();
    const stranger = await signInAs(other, 'viewer');
    const { id } = await who(stranger);
    expect((await problemOf(await call('DELETE', `sites/${site}/members/${id}`, owner))).code).toBe('unknown-person');
    expect((await who(stranger)).id).toBe(id);
  });

  it('may leave, unless nobody else would be an owner', async () => {
    const { code, detail } = await problemOf(await call('DELETE', `sites/${site}/membership`, owner));
    expect([code, detail]).toEqual(['last-owner', 'Make somebody else an owner first.']);
    const { id } = await who(owner);
    for (const [method, body] of [['DELETE'], ['PATCH', { role: 'viewer' }]] as const) {
      expect((await problemOf(await call(method, `sites/${site}/members/${id}`, owner, body))).code).toBe('last-owner');
    }
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'owner'));
    expect((await call('DELETE', `sites/${site}/membership`, owner)).status).toBe(204);
    expect((await problemOf(await call('DELETE', `sites/${site}/membership`, bo))).code).toBe('last-owner');
  });

  it('is left by one of two owners who leave at once', async () => {
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'owner'));
    const statuses = await Promise.all(
      [owner, bo].map(async (headers) => (await call('DELETE', `sites/${site}/membership`, headers)).status),
    );
    expect(statuses.sort()).toEqual([204, 409]);
  });

  it('that there is not is unknown', async () => {
    for (const [method, path, body] of [
      ['PATCH', '', { role: 'viewer' }],
      ['DELETE', ''],
      ['POST', '/link'],
    ] as const) {
      const root = await signInAsAdmin();
      const answer = await call(method, `sites/${site}/members/nobody${path}`, root, body);
      expect((await problemOf(answer)).code).toBe('unknown-person');
    }
  });
});

describe('a sign-in link for a member', () => {
  it('is made by no owner, whom it would make that member wherever they are one', async () => {
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    const { id } = await who(bo);
    const refused = await call('POST', `sites/${site}/members/${id}/link`, owner);
    expect((await problemOf(refused)).code).toBe('forbidden');
    expect((await who(await open(await linkFor(id)))).id).toBe(id);
  });

  it('is worth nothing once they are removed', async () => {
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    const { id } = await who(bo);
    const token = await linkFor(id);
    expect((await call('DELETE', `sites/${site}/members/${id}`, owner)).status).toBe(204);
    expect((await problemOf(await call('POST', 'session', {}, { token }))).code).toBe('link-used');
  });
});

describe('sessions', () => {
  it('are listed to their person with the browser they are in, and ended one by one', async () => {
    const agent =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36';
    const token = await inviteAs(owner, 'bo@shop.example', 'viewer');
    const answer = await call('POST', 'session', { 'User-Agent': agent }, { token });
    const bo = { Authorization: `Bearer ${answer.headers.get('Set-Cookie')?.match(/=([0-9a-f]{64});/u)?.[1]}` };
    const list = async () =>
      (await (await call('GET', 'sessions', bo)).json()) as { id: string; agent: string; isThis: boolean }[];
    expect(await list()).toEqual([
      expect.objectContaining({ agent: 'Chrome on Windows', isThis: true, begunAt: expect.any(Number) }),
    ]);
    const { id } = await who(bo);
    const elsewhere = await open(await linkFor(id));
    const other = (await list()).find(({ isThis }) => !isThis);
    expect((await call('DELETE', `sessions/${other?.id}`, owner)).status).toBe(204);
    expect((await call('GET', 'session', elsewhere)).status).toBe(200);
    expect((await call('DELETE', `sessions/${other?.id}`, bo)).status).toBe(204);
    expect((await call('GET', 'session', elsewhere)).status).toBe(401);
    expect((await call('GET', 'session', bo)).status).toBe(200);
  });

  it('of before are ended by signing in anew', async () => {
    const bo = await open(await inviteAs(owner, 'bo@shop.example', 'viewer'));
    const { id } = await who(bo);
    const anew = await open(await linkFor(id), bo);
    expect(anew).not.toEqual(bo);
    expect((await call('GET', 'session', bo)).status).toBe(401);
    expect((await call('GET', 'session', anew)).status).toBe(200);
  });

  it('are not begun over http anywhere but at localhost, where the link stays good', async () => {
    const token = await inviteAs(owner, 'bo@shop.example', 'viewer');
    for (const host of ['http://127.0.0.1:8787', 'http://opina.example', 'http://localhost.evil.example']) {
      const answer = await exports.default.fetch(`${host}/api/session`, {
        method: 'POST',
        body: JSON.stringify({ token }),
      });
      expect([host, (await problemOf(answer)).code]).toEqual([host, 'insecure']);
    }
    await open(token);
  });

  it('keep the name that their person gives themselves', async () => {
    expect((await call('PATCH', 'session', owner, { name: 'Ana Ruiz' })).status).toBe(200);
    expect((await who(owner)).name).toBe('Ana Ruiz');
    expect((await problemOf(await call('PATCH', 'session', owner, { name: ' ' }))).errors?.[0]?.field).toBe('name');
  });
});
