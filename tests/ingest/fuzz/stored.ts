/** What is stored of a body that was taken. */

import type { Site } from '../site.ts';
import type { Json } from './sent.ts';

const facets = ['touchpoint', 'locale', 'device', 'channel'] as const;

export const tables: Record<string, { name: string; columns: string }> = {
  '/v1/r': {
    name: 'response',
    columns: `id, rev, score, page, comment, reasons, email, person, verified, properties, ${facets.join(', ')}`,
  },
  '/v1/v': { name: 'view', columns: `id, page, dismissed, properties, ${facets.join(', ')}` },
};

/** The row, whatever came before it: `plan` is the one property that the site declares. */
export function rowOf(
  path: string,
  { id, rev, score, page, comment, reasons, email, person, dismissed, ...more }: Json,
): Json {
  const { plan } = (more.properties ?? {}) as Json;
  const common = {
    ...{ id, page: ((page as string) ?? '').replace(/[?#].*$/su, '') },
    properties: plan === undefined || plan === '' ? null : JSON.stringify({ plan: String(plan) }),
    ...Object.fromEntries(facets.map((name) => [name, more[name] ?? ''])),
  };
  if (path === '/v1/v') return { ...common, dismissed: dismissed ? 1 : 0 };
  const words = (comment as string) ?? '';
  const chosen = (reasons as string[] | undefined)?.length ? JSON.stringify(reasons) : null;
  return {
    ...{ ...common, rev, score: Number(score) + 0, comment: words.trim() === '' ? null : words, reasons: chosen },
    ...{ email: email ?? null, person: person ?? null, verified: 0 },
  };
}

export async function readRows({ db }: Site, path: string, ids: string[]): Promise<{ count: number; rows: Json[] }> {
  const { name, columns } = tables[path] ?? { name: '', columns: '' };
  const [all, some] = await db.batch<Json>([
    db.prepare(`SELECT count(*) AS count FROM ${name}`),
    db
      .prepare(
        `SELECT ${columns} FROM ${name} WHERE site = 'shop' AND survey = 'nps' AND id IN (SELECT value FROM json_each(?1)) ORDER BY id`,
      )
      .bind(JSON.stringify(ids)),
  ]);
  return { count: Number(all?.results[0]?.count), rows: some?.results ?? [] };
}
