/** Posts that no person sent. */

import { isbot } from 'isbot';
import { limits, type ResponsePost } from '../core/contract.ts';
import { HttpError } from './problem.ts';

/**
 * Throws `bot` for crawlers, whose user agents name them. Those that run a page's scripts begin as browsers do; a program
 * that does not, such as a site's own server, posts what it was told. A browser without a window is one that a test drives.
 */
export function refuseCrawler(userAgent = ''): void {
  const isCrawler = userAgent.startsWith('Mozilla/') && isbot(userAgent.replace('HeadlessChrome', 'Chrome'));
  if (isCrawler) throw new HttpError('bot', { detail: 'Crawlers are not asked.', reason: 'user-agent' });
}

/**
 * Throws `bot` or `too-fast` for what a person does not do. Of a response only its first post: what comes later has the
 * words, and those are never refused for how the first one was sent.
 */
export function refuseMachine({ rev, website, shownMs }: Pick<ResponsePost, 'rev' | 'website' | 'shownMs'>): void {
  if (rev > 1) return;
  if (website) throw new HttpError('bot', { detail: 'website must be left empty.', reason: 'website' });
  if (shownMs !== undefined && shownMs < limits.reactionMs) {
    throw new HttpError('too-fast', { detail: 'This came too fast for a person. Send it again.' });
  }
}
