/** A folder of databases that are migrated, made once for all tests that begin with one. */

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startLocalWorker } from '../../worker/cli/local.ts';

declare module 'vitest' {
  interface ProvidedContext {
    migrated: string;
  }
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'opina-'));

export default async function setup(project: TestProject): Promise<() => void> {
  const stateDir = newFolder();
  await (await startLocalWorker({ port: 0, stateDir })).stop();
  project.provide('migrated', stateDir);
  return () => rmSync(stateDir, { recursive: true });
}

/** A copy of it, to be removed by the caller. */
export function copyState(): string {
  const folder = newFolder();
  cpSync(inject('migrated'), folder, { recursive: true });
  return folder;
}
