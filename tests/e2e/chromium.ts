/** Finds a Chromium, or installs one: a fresh machine needs no other step. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string;
  }
}

const places = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'].map(
  (name) => `/usr/bin/${name}`,
);

export default function setup(project: TestProject): void {
  project.provide('chromium', findChromium() ?? installChromium());
}

function findChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? '', ...places, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
}

function installChromium(): string {
  const ways: [string, string[]][] = [
    [process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium']],
    ['sh', ['-c', 'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy chromium']],
  ];
  for (const [command, args] of ways) {
    try {
      execFileSync(command, args, { stdio: 'ignore', timeout: 300_000 });
    } catch {
      continue;
    }
    const found = findChromium();
    if (found) return found;
  }
  throw new Error('No Chromium was found and none could be installed: set CHROMIUM_PATH to one.');
}
