import { expect, test, vi } from 'vitest';
import { poll, type Watch, waitAfter } from '../../worker/dashboard/poll.ts';

/** A page whose visibility and clock are moved by hand. */
function page() {
  let wake = () => {};
  const timers: { run: () => void; afterMs: number }[] = [];
  const state = { isVisible: true, now: 0 };
  const watch: Watch = {
    isVisible: () => state.isVisible,
    onWake(run) {
      wake = run;
      return () => {
        wake = () => {};
      };
    },
    now: () => state.now,
    setTimer: (run, afterMs) => timers.push({ run, afterMs }),
    clearTimer: () => timers.splice(0),
  };
  return { state, watch, timers, wake: () => wake() };
}

test('one question is asked at a time, and the next an interval after the last was asked', async () => {
  const { state, watch, timers } = page();
  const answers: ((ok: boolean) => void)[] = [];
  const { again } = poll(() => new Promise((answer) => answers.push(answer)), 1500, watch);
  again();
  again();
  expect(answers).toHaveLength(1);
  state.now = 400;
  answers[0]?.(true);
  await vi.waitFor(() => expect(timers).toMatchObject([{ afterMs: 1100 }]));
});

test('a hidden page asks nothing, and asks at once when it is looked at again', async () => {
  const { state, watch, timers, wake } = page();
  const ask = vi.fn(async () => true);
  poll(ask, 1500, watch);
  await vi.waitFor(() => expect(timers).toHaveLength(1));
  state.isVisible = false;
  wake();
  expect(timers).toEqual([]);
  state.isVisible = true;
  wake();
  expect(ask).toHaveBeenCalledTimes(2);
});

test('a poll that was stopped neither goes on nor can be woken', async () => {
  const { watch, timers, wake } = page();
  const ask = vi.fn(async (_signal: AbortSignal) => true);
  const { stop } = poll(ask, 1500, watch);
  stop();
  wake();
  await Promise.resolve();
  expect(ask).toHaveBeenCalledTimes(1);
  expect(ask.mock.calls[0]?.[0].aborted).toBe(true);
  expect(timers).toEqual([]);
});

test('failures in a row are waited out longer and longer, but never longer than 20 seconds', () => {
  expect([0, 1, 2, 3, 4, 50].map((failures) => waitAfter(failures, 1500))).toEqual([
    1500, 3000, 6000, 12_000, 20_000, 20_000,
  ]);
  expect(waitAfter(3, 30_000)).toBe(30_000);
});
