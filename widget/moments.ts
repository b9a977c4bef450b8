/** Waits and listeners that end with a signal, without polling. A wait whose signal aborts never ends. */

/** After the page's `load`, when nothing that hydrates or lays out is disturbed. */
export function afterLoad(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState === 'complete') resolve();
    else addEventListener('load', () => resolve(), { once: true, signal });
  });
}

export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}

/** The Navigation API, as far as it is used here. */
interface WithNavigation {
  navigation?: EventTarget;
}

/** Runs it whenever the page has another address without a load. The fragment is no part of it. */
export function onNavigate(run: () => void, signal: AbortSignal): void {
  const addressOf = () => location.href.replace(/#.*/s, '');
  let address = addressOf();
  const check = () => {
    if (address === addressOf()) return;
    address = addressOf();
    run();
  };
  const { navigation } = window as WithNavigation;
  if (navigation) navigation.addEventListener('currententrychange', check, { signal });
  else {
    // A router follows a link after the click.
    for (const type of ['popstate', 'click']) addEventListener(type, () => setTimeout(check), { signal });
  }
}
