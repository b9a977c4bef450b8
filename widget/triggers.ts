/** What a card waits for. Each listens until its signal aborts, and runs whenever its moment has come. */

import type { Trigger } from '../core/rules.ts';
import { after, listen } from './moments.ts';

type Arm<On> = (trigger: Extract<Trigger, { on: On }>, run: () => void, signal: AbortSignal) => void;

/** Hidden for so long, the visitor comes back rather than goes on. */
const idleMs = 15_000;
/** So many pixels upwards in so many milliseconds: on the way to the address bar. */
const flickPx = 300;
const flickMs = 150;

/** All but events, of which `track` says so itself. */
export const arming: { [On in Exclude<Trigger['on'], 'event'>]: Arm<On> } = {
  load(_, run) {
    run();
  },
  time({ seconds }, run, signal) {
    after(seconds, run, signal);
  },
  scroll({ percent }, run, signal) {
    const check = ({ target }: Event) => {
      // What scrolls within the page says nothing of it. Half a pixel is lost to zoom.
      const { scrollHeight } = document.documentElement;
      if (target === document && scrollY + innerHeight + 1 >= (scrollHeight * percent) / 100) run();
    };
    listen('scroll', check, signal);
  },
  leave(_, run, signal) {
    if (matchMedia('(hover: hover)').matches) {
      const onLeave = ({ clientY, target }: MouseEvent) => clientY <= 0 && target === document.documentElement && run();
      return listen('mouseleave', onLeave, signal);
    }
    let top = scrollY;
    let at = 0;
    let hiddenAt = 0;
    const onScroll = ({ timeStamp }: Event) => {
      if (scrollY > top || timeStamp - at > flickMs) {
        top = scrollY;
        at = timeStamp;
      } else if (top - scrollY > flickPx) run();
    };
    const onVisibility = ({ timeStamp }: Event) => {
      if (document.hidden) hiddenAt = timeStamp;
      else if (timeStamp - hiddenAt > idleMs) run();
    };
    listen('visibilitychange', onVisibility, signal);
    listen('scroll', onScroll, signal);
  },
  click({ selector }, run, signal) {
    // What the browser cannot read it says now, and not with every click.
    document.querySelector(selector);
    const isIt = (target: EventTarget) => (target as Partial<Element>).matches?.(selector);
    listen('click', (event) => event.composedPath().some(isIt) && run(), signal);
  },
  see({ selector }, run, signal) {
    const seen = new IntersectionObserver((all) => all.some(({ isIntersecting }) => isIntersecting) && run());
    const find = () => {
      for (const element of document.querySelectorAll(selector)) seen.observe(element);
    };
    find();
    const added = new MutationObserver(find);
    added.observe(document, { childList: true, subtree: true });
    signal.addEventListener('abort', () => {
      seen.disconnect();
      added.disconnect();
    });
  },
};
