/** `npm run invite -- NAME@EXAMPLE.COM --role ROLE`: a link that makes whoever opens it a member, or an administrator. */

import { parseArgs } from 'node:util';
import { isRole, roles } from '../../core/access.ts';
import { emailPattern, slugPattern } from '../../core/contract.ts';
import { record } from '../store/audit.ts';
import { invite } from '../store/members.ts';
import { linkMinutes } from '../store/people.ts';
import { Failure, runCommand } from './failure.ts';
import { execute, usualDatabase } from './wrangler.ts';

const help = `npm run invite -- name@example.com --role owner [--site SITE] [--remote --url URL]

Prints a link that works once, for ${linkMinutes} minutes. Whoever opens it is in.

--role    viewer, editor or owner
--site    of one site; an owner of none is an administrator: an owner of all that there are and will be
--remote  on the deployment of wrangler.toml; without it on what npm start runs
--url     where the dashboard is`;

await runCommand(async () => {
  const { email, role, site, url, where } = readArguments();
  const ask = <T>(sql: string) => execute<T>(sql, { database: usualDatabase, where }).catch(explain);
  if (site !== '') await requireSite(site, ask);
  const db = asDatabase(ask);
  const token = await invite(db, { site, role, email }, Date.now());
  const subject = `members/${email} as ${role}`;
  await record(db, { site, actor: '', actorName: 'npm run invite', action: 'member.invite', subject }, Date.now());
  console.log(`${new URL('/sign-in', url)}#${token}  (once, within ${linkMinutes} minutes)`);
});

function readArguments() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parse(() =>
    parseArgs({ allowPositionals: true, options: { role: text, site: text, url: text, remote: flag, help: flag } }),
  );
  if (values.help) {
    console.log(help);
    process.exit();
  }
  const [email = '', ...more] = positionals;
  if (!emailPattern.test(email) || more.length > 0)
    throw new Failure('Say whom: npm run invite -- name@example.com --role owner');
  const { role = '', site = '', remote } = values;
  if (!isRole(role)) throw new Failure(`Say as what: --role ${roles.join(', --role ')}.`);
  if (site === '' && role !== 'owner') throw new Failure(`Say of which site they are to be ${role}: --site SITE.`);
  if (site !== '' && !slugPattern.test(site)) throw new Failure(`There is no site ${site}.`);
  const { url = remote ? '' : `http://localhost:${process.env.OPINA_PORT ?? 8787}` } = values;
  if (!URL.canParse(url)) throw new Failure('Say where the dashboard is: --url https://opina.example.com');
  const local = ['--local', '--persist-to', process.env.OPINA_STATE ?? '.wrangler/state'];
  return { email, role, site, url, where: remote ? ['--remote'] : local };
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Failure(`${(error as Error).message.split('. ')[0]}. --help lists the options.`);
  }
}

type Ask = <T>(sql: string) => Promise<T[]>;

/** A database that is new has no tables. */
function explain(error: Error): never {
  if (!/no such table/u.test(error.message)) throw error;
  throw new Failure('There is no database yet: run npm start once, or apply the migrations to the deployment.');
}

async function requireSite(site: string, ask: Ask): Promise<void> {
  const rows = await ask(`SELECT 1 FROM site WHERE id = '${site}'`);
  if (rows.length === 0) throw new Failure(`There is no site ${site}.`);
}

/** As much of a database as an invitation needs. */
function asDatabase(ask: Ask): Pick<D1Database, 'prepare'> {
  const prepare = (sql: string) => ({
    bind: (...values: (string | number)[]) => ({ run: () => ask(withValues(sql, values)) }),
  });
  return { prepare } as unknown as Pick<D1Database, 'prepare'>;
}

/** The statement with its values in it, as SQL writes them. */
function withValues(sql: string, values: (string | number)[]): string {
  return sql.replace(/\?(\d+)/gu, (_, at: string) => {
    const value = values[Number(at) - 1] ?? '';
    return typeof value === 'number' ? `${value}` : `'${value.replaceAll("'", "''")}'`;
  });
}
