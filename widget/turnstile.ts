/** Cloudflare Turnstile, as its documentation has it: one challenge in an element of the page. */

const api = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';

/** What the page gets as `turnstile`, as far as it is needed here. */
interface Turnstile {
  render(container: HTMLElement, parameters: Parameters): string | null | undefined;
  remove(widget: string): void;
}

interface Parameters {
  sitekey: string;
  appearance: 'interaction-only';
  size: 'flexible' | 'compact';
  theme: string;
  language: string;
  retry: 'never';
  'refresh-expired': 'never';
  'response-field': false;
  callback(token: string): void;
  /** Truthy where the page has dealt with it. */
  'error-callback'(code?: string): boolean;
  'expired-callback'(): void;
  'unsupported-callback'(): void;
  'before-interactive-callback'(): void;
  'after-interactive-callback'(): void;
}

/** Where a challenge stands, and what it does there. */
export interface Stand extends Pick<Parameters, 'sitekey' | 'size' | 'theme' | 'language'> {
  element: HTMLElement;
  /** Whether the visitor has something to do there now; where nobody can, it answers false, and there is no token. */
  onInteraction(isWanted: boolean): boolean;
  /** The token is not good any more. */
  onExpire(): void;
}

/** One call of it is under way at a time; after it failed the next one tries again. */
let loading: Promise<Turnstile> | undefined;

/** Answers the token; throws why there is none. The challenge stays until `signal` aborts, which also ends it. */
export async function challenge(stand: Stand, signal: AbortSignal): Promise<string> {
  loading ??= load().finally(() => {
    loading = undefined;
  });
  const turnstile = await loading;
  const { element, onInteraction, onExpire, ...look } = stand;
  return new Promise((resolve, reject) => {
    const fail = (reason = 'failed') => {
      reject(new Error(`Turnstile: ${reason}`));
      return true;
    };
    signal.throwIfAborted();
    const widget = turnstile.render(element, {
      ...{ ...look, appearance: 'interaction-only', retry: 'never', 'refresh-expired': 'never' },
      ...{ 'response-field': false, callback: resolve, 'error-callback': fail, 'expired-callback': onExpire },
      'unsupported-callback': () => fail('unsupported'),
      'before-interactive-callback': () => onInteraction(true) || fail('wants to see somebody do something'),
      'after-interactive-callback': () => onInteraction(false),
    });
    if (!widget) return fail();
    signal.addEventListener('abort', () => {
      turnstile.remove(widget);
      reject(signal.reason);
    });
  });
}

/** The page may have it for itself. */
const inPage = () => (window as { turnstile?: Turnstile }).turnstile;

async function load(): Promise<Turnstile> {
  const here = inPage();
  if (here) return here;
  const script = document.createElement('script');
  script.src = trusted(api);
  // The page's nonce is one, whichever script has it.
  script.nonce = [...document.scripts].find(({ nonce }) => nonce)?.nonce ?? '';
  try {
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  } catch {}
  const loaded = inPage();
  if (loaded) return loaded;
  script.remove();
  throw new Error(`Turnstile: ${api} could not be loaded`);
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** Where the page takes script addresses from policies alone, one that lets through what is given here. */
function trusted(url: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('opina', { createScriptURL: (address) => address });
  return policy?.createScriptURL(url) ?? url;
}
