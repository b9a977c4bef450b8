/** Finds a Chromium, or installs one: a fresh machine needs no other step. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser without the windows that nobody sees, in a third of the time, where it is there. */
    chromium: string;
    /** The whole browser. */
    windowed: string;
  }
}

const windowed = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];

export default function setup(project: TestProject): void {
  const whole = find(...windowed) ?? install();
  project.provide('windowed', whole);
  project.provide('chromium', find('chromium-headless-shell') ?? whole);
}

function find(...names: string[]): string | undefined {
  const places = names.map((name) => `/usr/bin/${name}`);
  return [process.env.CHROMIUM_PATH ?? '', ...places, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
}

function install(): string {
  const packages = 'chromium chromium-headless-shell';
  const ways: [string, string[]][] = [
    [process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium']],
    ['sh', ['-c', `apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy ${packages}`]],
  ];
  for (const [command, args] of ways) {
    try {
      execFileSync(command, args, { stdio: 'ignore', timeout: 300_000 });
    } catch {
      continue;
    }
    const found = find(...windowed);
    if (found) return found;
  }
  throw new Error('No Chromium was found and none could be installed: set CHROMIUM_PATH to one.');
}
