/** Listeners and waits that end with a signal, without polling. */

import { pageAddressOf } from '../core/address.ts';

/** Hears also what the page stops on its way. */
export function listen<Heard extends Event>(
  type: string,
  run: (event: Heard) => unknown,
  signal: AbortSignal,
  target: EventTarget = window,
): void {
  target.addEventListener(type, run as EventListener, { signal, capture: true });
}

export function after(seconds: number | undefined, run: () => unknown, signal: AbortSignal): void {
  const timer = setTimeout(run, (seconds as number) * 1000);
  signal.addEventListener('abort', () => clearTimeout(timer));
}

/** After the page's `load`, when nothing that hydrates or lays out is disturbed. */
export function afterLoad(run: () => unknown, signal: AbortSignal): void {
  document.readyState === 'complete' ? run() : listen('load', run, signal);
}

export const addressOf = () => pageAddressOf(location.href);

/** Runs it when the page may have another address without a load. */
export function onNavigate(run: () => void, signal: AbortSignal): void {
  // Where there is no Navigation API a router follows a link after the click.
  for (const type of ['currententrychange', 'popstate', 'click']) listen(type, run, signal, window.navigation);
}
