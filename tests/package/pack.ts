/** Packs the package as npm would publish it, and installs that where nothing of this repository is near. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that would be published. */
    tarball: string;
    /** A folder whose `node_modules` has the package. */
    consumer: string;
  }
}

export default function setup(project: TestProject): () => void {
  const consumer = mkdtempSync(join(tmpdir(), 'opina-consumer-'));
  const npm = (args: string[], cwd?: string) => execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  const name = npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', consumer]).toString().trim();
  const tarball = join(consumer, name);
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module", "private": true }');
  npm(['install', '--offline', '--no-audit', '--no-fund', tarball], consumer);
  project.provide('tarball', tarball);
  project.provide('consumer', consumer);
  return () => rmSync(consumer, { recursive: true });
}
