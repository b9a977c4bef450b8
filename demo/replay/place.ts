import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Source } from '../../core/contract.ts';
import { emptyProgress, type Progress } from './ledger.ts';
import type { Options } from './options.ts';

/** Where an interrupted replay goes on: a file that is only ever replaced as a whole. */
export interface Place {
  file: string;
  read(): Progress;
  write(progress: Progress): void;
  remove(): void;
}

/** The place of a replay below a folder; one left by another server, timeline or way of reading the file is not used. */
export function placeOf(options: Options, source: Source, folder = '.opina/replay'): Place {
  const { url, site, survey, score, comment, encoding, delimiter } = options;
  const file = join(folder, `${source.hash.slice(0, 16)}-${site}-${survey}.json`);
  const of = JSON.stringify({ url, source, score, comment, encoding, delimiter });
  return {
    file,
    read() {
      const kept = readKept(file);
      return kept?.of === of ? kept.progress : emptyProgress();
    },
    write(progress) {
      mkdirSync(dirname(file), { recursive: true });
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, JSON.stringify({ of, progress }));
      renameSync(draft, file);
    },
    remove: () => rmSync(file, { force: true }),
  };
}

/** Files of this name are written by `write` alone and never in part; whatever else is there counts as nothing. */
function readKept(file: string): { of: string; progress: Progress } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
