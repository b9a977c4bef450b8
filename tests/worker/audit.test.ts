import { env, exports } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import { type Action, type AuditList, actions } from '../../core/access.ts';
import { record } from '../../worker/store/audit.ts';
import { acceptInvitation, invite } from '../../worker/store/members.ts';
import { teamRoutes as routes } from '../../worker/team.ts';
import { type Headers, makeKey, signInAs, signInAsAdmin } from './callers.ts';
import { npsSurvey, openShop, origin, problemOf } from './fixtures.ts';

let site: string;
let owner: Headers;

beforeEach(async () => {
  ({ site } = await openShop());
  owner = await signInAs(site, 'owner');
});

const call = (method: string, path: string, body?: unknown, headers = owner) =>
  exports.default.fetch(`http://localhost/api/${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const read = async (query = '') => (await (await call('GET', `sites/${site}/audit${query}`)).json()) as AuditList;

it('every route that changes something for somebody says what the audit log calls it', () => {
  const silent = routes.filter(([method, path, , , action]) => method !== 'GET' && path.startsWith('/api/') && !action);
  // What an authenticator is to sign changes nothing for anybody.
  expect(silent.map(([, path]) => path)).toEqual(['/api/session/challenge', '/api/passkey-challenge']);
  for (const [, , , , action] of routes) if (action) expect(actions).toContain(action);
});

it('says who did what, the newest first, and nothing of what was refused or only read', async () => {
  const { id } = (await (await call('GET', 'session')).json()) as { id: string };
  await call('PUT', `sites/${site}/surveys/ces`, { ...npsSurvey, scale: 'csat' });
  await call('PUT', `sites/${site}/surveys/ces`, { scale: 'none' });
  await call('GET', `sites/${site}/surveys/nps/results`);
  await (await call('GET', `sites/${site}/surveys/nps/responses.csv`)).arrayBuffer();
  await call('PUT', `sites/${site}`, { name: 'Shop', origins: [origin] }, await makeKey(site, ['manage']));
  await call('POST', `sites/${site}/members`, { email: 'bo@shop.example', role: 'viewer' });
  const { entries } = await read();
  const me = { actor: `person:${id}`, actorName: 'owner', at: expect.any(Number) };
  expect(entries.slice(0, 4)).toEqual([
    { ...me, action: 'member.invite', subject: 'members/bo@shop.example as viewer' },
    { ...me, actor: expect.stringMatching(/^key:/u), actorName: 'A key', action: 'site.change', subject: '' },
    { ...me, action: 'responses.export', subject: 'surveys/nps/responses.csv' },
    { ...me, action: 'survey.change', subject: 'surveys/ces' },
  ]);
});

it('says nothing of ending what was not there to be ended, in whatever words it was asked for', async () => {
  const elsewhere = await signInAs(site, 'viewer');
  const [{ id }] = (await (await call('GET', 'sessions', undefined, elsewhere)).json()) as [{ id: string }];
  for (const path of [`sessions/${id}`, 'sessions/a-made-up-one', 'sessions/%00%0A=cmd', 'sessions']) {
    expect([path, (await call('DELETE', path)).status]).toEqual([path, 204]);
  }
  expect((await read('?action=session.end')).entries).toEqual([]);
  expect((await call('DELETE', `sessions/${id}`, undefined, elsewhere)).status).toBe(204);
  expect((await read('?action=session.end')).entries).toMatchObject([{ subject: `sessions/${id}` }]);
});

it('cannot be changed, by nobody', async () => {
  await expect(env.DB.prepare(`UPDATE audit SET actor = 'x'`).run()).rejects.toThrow('append-only');
  await expect(env.DB.prepare('DELETE FROM audit').run()).rejects.toThrow('append-only');
});

it('is filtered by what was done and by whom, and paged without a gap', async () => {
  const deed = { site, actorName: 'Bo', subject: 'surveys/nps' };
  for (let at = 0; at < 250; at++) {
    const action: Action = at % 5 === 0 ? 'survey.winner' : 'survey.change';
    await record(env.DB, { ...deed, actor: `person:${at % 2}`, action }, Date.now() + at);
  }
  const follow = async (query: string) => {
    const all = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const page: AuditList = await read(`?${query}${next && `&before=${next}`}`);
      expect(page.entries.length).toBeLessThanOrEqual(100);
      all.push(...page.entries);
      next = page.next;
    }
    return all;
  };
  expect(await follow('actor=person:1')).toHaveLength(125);
  expect(await follow('action=survey.winner')).toHaveLength(50);
  expect(await follow('action=survey.winner&actor=person:1')).toHaveLength(25);
  const all = await follow('');
  expect(all.length).toBeGreaterThanOrEqual(250);
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => b - a));
  expect((await problemOf(await call('GET', `sites/${site}/audit?action=nothing`))).errors?.[0]?.field).toBe('action');
});

it('is exported whole, with nothing in it that a spreadsheet takes for a formula', async () => {
  const actorName = '=HYPERLINK("https://evil.example","Bo")';
  await record(env.DB, { site, actor: 'person:1', actorName, action: 'survey.change', subject: '@x,"y"' }, Date.now());
  const answer = await call('GET', `sites/${site}/audit.csv`);
  expect(answer.headers.get('Content-Disposition')).toBe(`attachment; filename="${site}-audit.csv"`);
  const lines = (await answer.text()).trim().split('\r\n');
  expect(lines[0]).toBe('\ufeffat,actor,name,action,subject'.replace('\ufeff', ''));
  expect(lines.at(-1)).toMatch(
    /^\d{4}-[\dT:.-]+Z,"person:1","'=HYPERLINK\(""https:\/\/evil\.example"",""Bo""\)","survey\.change","'@x,""y"""$/u,
  );
});

it('of signing in is in that of each site that somebody is a member of, and in that of none', async () => {
  const [{ site: another }] = [await openShop(), await openShop()];
  const { id } = (await (await call('GET', 'session')).json()) as { id: string };
  const link = await invite(env.DB, { site: another, role: 'viewer', email: 'x@shop.example' }, Date.now());
  await acceptInvitation(env.DB, link, { person: id, now: Date.now() });
  await call('DELETE', 'session');
  const { results } = await env.DB.prepare(`SELECT site FROM audit WHERE action = 'session.end' ORDER BY site`).run();
  expect(results.map(({ site: of }) => of)).toEqual(['', ...[site, another].sort()]);
  const ofNone = await call('GET', 'audit?action=session.end', undefined, await signInAsAdmin());
  expect(((await ofNone.json()) as AuditList).entries).toMatchObject([
    { actor: `person:${id}`, action: 'session.end' },
  ]);
});
