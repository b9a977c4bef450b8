import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { expect, inject, it } from 'vitest';

/** Resolutions that a package of ES modules alone has nothing for. */
const old: unknown[] = ['node10', 'node16-cjs'];

it('the tarball holds what is built for it, what npm asks for, and nothing of the server', () => {
  const files = execFileSync('tar', ['-tzf', inject('tarball')])
    .toString()
    .trim()
    .split('\n');
  const others = files.filter((file) => !/^package\/dist\/npm\/(chunks|types)\/.*\.(js|d\.ts)$/.test(file));
  expect(others.toSorted()).toEqual([
    'package/CHANGELOG.md',
    'package/LICENSE',
    'package/README.md',
    'package/dist/npm/LICENSE-preact',
    'package/dist/npm/element.js',
    'package/dist/npm/index.js',
    'package/package.json',
  ]);
});

it('publint has nothing to say', async () => {
  const file = readFileSync(inject('tarball'));
  const tarball = new Uint8Array(file).buffer;
  expect((await publint({ pack: { tarball }, strict: true })).messages).toEqual([]);
});

it('the types resolve wherever ES modules do', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(inject('tarball')))));
  if (!analysis.types) throw new Error('There are no types.');
  expect(Object.keys(analysis.entrypoints)).toEqual(['.', './element', './package.json']);
  expect(
    analysis.problems.filter((problem) => !('resolutionKind' in problem && old.includes(problem.resolutionKind))),
  ).toEqual([]);
});

it('installed it brings no other package along', () => {
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(`${inject('consumer')}/node_modules/opina/package.json`, 'utf8'),
  );
  expect({ dependencies, peerDependencies }).toEqual({});
});
