import type { Context } from 'hono';
import type { GenericSchema } from 'valibot';
import { check, invalid } from './check.ts';

/** The query of a URL, where `a.b=c` is the field `b` of `a`. Throws `invalid`, also for what is given twice. */
export function readQuery<T>(c: Context, schema: GenericSchema<unknown, T>): T {
  const pairs = [...new URL(c.req.url).searchParams];
  const given = Map.groupBy(pairs, ([name]) => name);
  const twice = [...given].filter(([, values]) => values.length > 1);
  if (twice.length > 0) throw invalid(twice.map(([field]) => ({ field, reason: 'must be given once' })));
  const fields = new Map<string, string | Map<string, string>>();
  for (const [name, value] of pairs) {
    const dot = name.indexOf('.');
    if (dot < 0) fields.set(name, value);
    else fields.set(name.slice(0, dot), recordWith(fields.get(name.slice(0, dot)), name.slice(dot + 1), value));
  }
  return check(schema, Object.fromEntries([...fields].map(([name, value]) => [name, plain(value)])), 'The query');
}

const recordWith = (record: string | Map<string, string> | undefined, name: string, value: string) =>
  new Map(record instanceof Map ? record : []).set(name, value);
const plain = (value: string | Map<string, string>) => (value instanceof Map ? Object.fromEntries(value) : value);
