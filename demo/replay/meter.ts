import { Presets, SingleBar } from 'cli-progress';

/** Shows on stderr how far a replay is. */
export interface Meter {
  show(done: number): void;
  stop(): void;
}

/** A bar on a terminal, elsewhere a line for every tenth. */
export function openMeter(total: number, done: number, stream: NodeJS.WriteStream = process.stderr): Meter {
  if (!stream.isTTY) return lines(total, done, stream);
  const format = '{bar} {value}/{total} rows, {eta_formatted} left';
  const bar = new SingleBar({ format, stream, barsize: 32 }, Presets.shades_classic);
  bar.start(total, done);
  return { show: (value) => bar.update(value), stop: () => bar.stop() };
}

function lines(total: number, start: number, stream: NodeJS.WriteStream): Meter {
  let shown = Math.floor((start / total) * 10);
  const show = (done: number) => {
    const tenths = Math.floor((done / total) * 10);
    if (tenths <= shown) return;
    shown = tenths;
    stream.write(`${tenths * 10} %: ${done} of ${total} rows\n`);
  };
  return { show, stop: () => {} };
}
