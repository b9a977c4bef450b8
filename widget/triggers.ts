/** What a card waits for. Each listens until its signal aborts, and runs whenever its moment has come. */

import type { Trigger } from '../core/rules.ts';
import { wait } from './moments.ts';

type Arm<On> = (trigger: Extract<Trigger, { on: On }>, run: () => void, signal: AbortSignal) => void;

/** Hidden for so long, the visitor comes back rather than goes on. */
const idleMs = 15_000;
/** So many pixels upwards in so many milliseconds: on the way to the address bar. */
const flickPx = 300;
const flickMs = 150;

export const arming: { [On in Trigger['on']]: Arm<On> } = {
  load(_, run) {
    run();
  },
  time({ seconds }, run, signal) {
    void wait(seconds * 1000, signal).then(run);
  },
  scroll({ percent }, run, signal) {
    const check = () => {
      const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement ?? document.documentElement;
      // Half a pixel is lost to zoom.
      if (scrollTop + clientHeight + 1 >= (scrollHeight * percent) / 100) run();
    };
    addEventListener('scroll', check, { signal, passive: true });
  },
  leave(_, run, signal) {
    if (matchMedia('(hover: hover)').matches) {
      document.documentElement.addEventListener('mouseleave', ({ clientY }) => clientY <= 0 && run(), { signal });
      return;
    }
    let [top, at, hiddenAt] = [scrollY, 0, 0];
    const onScroll = ({ timeStamp }: Event) => {
      if (scrollY > top || timeStamp - at > flickMs) [top, at] = [scrollY, timeStamp];
      else if (top - scrollY > flickPx) run();
    };
    const onVisibility = ({ timeStamp }: Event) => {
      if (document.hidden) hiddenAt = timeStamp;
      else if (timeStamp - hiddenAt > idleMs) run();
    };
    addEventListener('scroll', onScroll, { signal, passive: true });
    document.addEventListener('visibilitychange', onVisibility, { signal });
  },
  click({ selector }, run, signal) {
    const isIt = (target: EventTarget) => (target as Partial<Element>).matches?.(selector);
    const onClick = (event: Event) => event.composedPath().some(isIt) && run();
    addEventListener('click', onClick, { signal, capture: true });
  },
  see({ selector }, run, signal) {
    const seen = new IntersectionObserver((all) => all.some(({ isIntersecting }) => isIntersecting) && run());
    const find = () => {
      for (const element of document.querySelectorAll(selector)) seen.observe(element);
    };
    const added = new MutationObserver(find);
    added.observe(document, { childList: true, subtree: true });
    find();
    const leave = () => {
      seen.disconnect();
      added.disconnect();
    };
    signal.addEventListener('abort', leave, { once: true });
  },
  // `track` says so itself.
  event() {},
};
