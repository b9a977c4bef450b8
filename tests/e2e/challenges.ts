/** Cloudflare's side of Turnstile in a browser, which follows what is documented of it, for the documented dummy keys. */

import type { BrowserContext, Page, Request } from 'playwright-core';
import { dummyToken } from '../worker/siteverify.ts';

/** https://developers.cloudflare.com/turnstile/troubleshooting/testing/ */
export const siteKeys = {
  passes: '1x00000000000000000000AA',
  blocks: '2x00000000000000000000AB',
  interacts: '3x00000000000000000000FF',
};

/** What a page has handed to `render`, in its order. */
export interface Rendered {
  sitekey: string;
  language: string;
  theme: string;
  size: string;
  /** Whether it is of a card. */
  isInCard: boolean;
}

export interface Challenges {
  /** Whether the script cannot be had. */
  isBlocked: boolean;
  /** What has to be done before the script is answered. */
  ready: Promise<unknown>;
  /** Every request to Cloudflare. */
  requests: string[];
}

const host = 'https://challenges.cloudflare.com';

export async function openChallenges(context: BrowserContext): Promise<Challenges> {
  const challenges: Challenges = { isBlocked: false, ready: Promise.resolve(), requests: [] };
  context.on('request', (request: Request) => {
    if (request.url().startsWith(host)) challenges.requests.push(request.url().slice(host.length));
  });
  await context.route(`${host}/turnstile/v0/api.js?render=explicit`, async (route) => {
    await challenges.ready;
    if (challenges.isBlocked) return route.abort();
    return route.fulfill({ contentType: 'text/javascript', body: `(${runScript})('${host}', '${dummyToken}')` });
  });
  await context.route(`${host}/frame?**`, (route) => route.fulfill({ contentType: 'text/html', body: frame }));
  return challenges;
}

export const renderedIn = (page: Page): Promise<Rendered[]> =>
  page.evaluate('window.turnstile ? turnstile.rendered : []');

/** What is documented to become of a token after five minutes. */
export const expire = (page: Page): Promise<void> => page.evaluate('turnstile.expire()');

type Parameters = Record<string, unknown> & { sitekey: string };

/** `api.js`: a frame for each challenge, which says how it goes. Like Cloudflare's it finds nothing in a shadow root. */
function runScript(host: string, token: string): void {
  const widgets = new Map<string, { frame: HTMLIFrameElement; parameters: Parameters }>();
  const rendered: Rendered[] = [];
  const call = (widget: string, name: string, ...rest: unknown[]) => {
    const callback = widgets.get(widget)?.parameters[name] as undefined | ((...rest: unknown[]) => unknown);
    const answer = callback?.(...rest);
    if (name === 'error-callback' && !answer) throw new Error(`[Cloudflare Turnstile] Error: ${rest}.`);
  };
  addEventListener('message', ({ data, origin }) => {
    const { frame } = widgets.get(data.widget) ?? {};
    if (origin !== host || !frame) return;
    frame.style.height = data.event === 'before-interactive-callback' ? '65px' : '0';
    call(data.widget, data.event, ...(data.event === 'callback' ? [token] : [data.code]));
  });
  const turnstile = {
    rendered,
    render(container: HTMLElement, parameters: Parameters): string | undefined {
      if (container.getRootNode() !== document) return undefined;
      const widget = `cf-chl-widget-${rendered.length}`;
      const { sitekey, language, theme, size } = parameters as never as Rendered;
      rendered.push({ sitekey, language, theme, size, isInCard: !!container.closest('opina-card, opina-survey') });
      const frame = document.createElement('iframe');
      frame.title = 'Widget containing a Cloudflare security challenge';
      Object.assign(frame.style, { display: 'block', border: '0', height: '0' });
      frame.style.width = size === 'flexible' ? '100%' : size === 'compact' ? '150px' : '300px';
      frame.src = `${host}/frame?widget=${widget}&key=${sitekey}&theme=${theme}`;
      widgets.set(widget, { frame, parameters });
      container.append(frame);
      return widget;
    },
    remove(widget: string): void {
      widgets.get(widget)?.frame.remove();
      widgets.delete(widget);
    },
    expire(): void {
      for (const widget of widgets.keys()) call(widget, 'expired-callback');
    },
  };
  Object.assign(window, { turnstile });
}

/** What stands in the frame: a box to check, where the key wants one. */
const frame = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Challenge</title>
  <style>
    body { margin: 0; font: 14px/63px system-ui; color: #232323 }
    form { box-sizing: border-box; height: 65px; border: 1px solid #e0e0e0; background: #fafafa; padding: 0 16px }
    input { width: 24px; height: 24px; margin: 0 8px 0 0; vertical-align: middle }
  </style>
  <form hidden><label><input type="checkbox">Verify you are human</label></form>
  <script>
    const said = new URLSearchParams(location.search);
    const tell = (event, code) => parent.postMessage({ widget: said.get('widget'), event, code }, '*');
    const form = document.forms[0];
    const kind = said.get('key')[0];
    if (kind === '1') tell('callback');
    else if (kind === '2') tell('error-callback', '300030');
    else {
      form.hidden = false;
      tell('before-interactive-callback');
    }
    form.onchange = () => {
      tell('after-interactive-callback');
      tell('callback');
    };
  </script></html>`;
