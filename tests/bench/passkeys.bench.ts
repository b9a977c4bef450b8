/**
 * CPU that a signature of a passkey takes to be verified: the first in an isolate, which loads the library, and any other.
 * In processes of Node, whose engine is that of Workers; beside them the library whole, with what reads certificates.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'smol-toml';
import { expect, it } from 'vitest';
import { verifyAttestation } from '../../worker/webauthn.ts';
import { Authenticator } from '../worker/authenticator.ts';
import { rounded } from './median.ts';

const starts = 15;
const many = 1001;
const party = { id: 'localhost', origin: 'http://localhost' };
const challenge = '0'.repeat(64);

it('takes less than half of what it would with certificates', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opina-'));
  try {
    const { alias } = parse(readFileSync('wrangler.toml', 'utf8')) as { alias: Record<string, string> };
    const aliases = Object.fromEntries(Object.entries(alias).map(([name, path]) => [name, resolve(path)]));
    writeFileSync(join(folder, 'nothing.mjs'), 'export const verifyAssertion = () => 0;');
    await bundle(join(folder, 'ours.mjs'), aliases);
    await bundle(join(folder, 'whole.mjs'), {});
    const args = JSON.stringify(await signOnce());
    const ms = Object.fromEntries(
      ['nothing', 'ours', 'whole'].map((name) => [name, measure(join(folder, `${name}.mjs`), args)]),
    );
    const [floor, ours, whole] = ['nothing', 'ours', 'whole'].map((name) => ms[name]?.first ?? Number.NaN);
    const added = Object.entries(ms).map(([name, { first, other }]) => [
      name,
      { first: rounded(first - (floor ?? 0)), other: rounded(other, 3) },
    ]);
    console.table(Object.fromEntries(added));
    expect(ours).toBeLessThan((whole ?? 0) / 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function bundle(outfile: string, alias: Record<string, string>): Promise<void> {
  const conditions = ['workerd', 'worker', 'browser'];
  const how = { bundle: true, minify: true, format: 'esm', logLevel: 'silent' } as const;
  await build({ entryPoints: ['worker/webauthn.ts'], outfile, alias, conditions, ...how });
}

/** What `verifyAssertion` takes. */
async function signOnce() {
  const authenticator = new Authenticator(party.origin);
  const user = { id: 'b3duZXI', name: 'Owner', displayName: 'Owner' };
  const options = { pubKeyCredParams: [], excludeCredentials: [], attestation: 'none', timeout: 1 } as const;
  const authenticatorSelection = {
    residentKey: 'required',
    requireResidentKey: true,
    userVerification: 'required',
  } as const;
  const rp = { id: party.id, name: 'Opina' };
  const made = await authenticator.make({
    ...{ ...options, pubKeyCredParams: [], excludeCredentials: [] },
    ...{ authenticatorSelection, rp, user, challenge },
  });
  const passkey = await verifyAttestation(made, { challenge, party });
  const request = { rpId: party.id, challenge, userVerification: 'required', timeout: 1 } as const;
  return [await authenticator.sign(request), passkey, { challenge, party }];
}

const script = `
  const [path, args, many] = process.argv.slice(1);
  const given = JSON.parse(args);
  // Node's own Web Crypto is JavaScript that is loaded when it is first used; that of Workers is not.
  const es256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(es256, true, ['sign', 'verify']);
  const jwk = await crypto.subtle.exportKey('jwk', publicKey);
  const imported = await crypto.subtle.importKey('jwk', jwk, es256, false, ['verify']);
  const data = await crypto.subtle.digest('SHA-256', new Uint8Array(100));
  await crypto.subtle.verify(es256, imported, await crypto.subtle.sign(es256, privateKey, data), data);
  const cpuMs = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const atFirst = cpuMs();
  const { verifyAssertion } = await import(path);
  if ((await verifyAssertion(...given)) !== 0) throw new Error('not verified');
  const first = cpuMs() - atFirst;
  const then = cpuMs();
  for (let n = 0; n < many; n++) await verifyAssertion(...given);
  console.log(JSON.stringify({ first, other: (cpuMs() - then) / many }));
`;

/** CPU milliseconds: the least of all starts, since what else runs on the machine can only add to it. */
function measure(path: string, args: string): { first: number; other: number } {
  const runs = Array.from({ length: starts }, (_, start) => {
    const count = `${start === 0 ? many : 1}`;
    const command = ['--input-type=module', '--eval', script, path, args, count];
    return JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' })) as {
      first: number;
      other: number;
    };
  });
  return { first: Math.min(...runs.map(({ first }) => first)), other: runs[0]?.other ?? Number.NaN };
}
