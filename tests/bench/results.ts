import { readFileSync, writeFileSync } from 'node:fs';
import { machine } from '../ingest/machine.ts';

const file = 'tests/bench/storage.json';

/** Puts what was measured in place of what was measured of the same before, with the machine it was measured on. */
export function keepResults(name: string, measured: object): void {
  const results = { ...readResults(), ...machine(), [name]: measured };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

/** What was measured last, by name; nothing before the first run. */
export function readResults(): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
