/** Gathers what arrives while a transaction is under way, and writes it with the next one. */

import { isOfDatabase, isRefusal } from './store/failures.ts';
import { insertNew, isPlain, keyOf, type Post, putPost } from './store/posts.ts';
import type { Stored } from './store/responses.ts';

/** A failure as a value, because an error loses its class on the way between Workers. */
export type Answer = Stored | { outcome: 'unavailable' } | { outcome: 'broken' };

interface Waiting {
  post: Post;
  answer(answer: Answer): void;
}

const usualSizes = {
  /** Posts in a transaction: with 8 kB each they stay below D1's 2 MB for a value. */
  group: 128,
  /** Posts not yet answered; what comes beyond is turned away. */
  most: 2000,
};

/** Of one site, whose rows are in one database. */
export class Gatherer {
  readonly #db: D1Database;
  readonly #sizes: typeof usualSizes;
  readonly #waiting: Waiting[] = [];
  #unanswered = 0;
  #isWriting = false;

  constructor(db: D1Database, sizes = usualSizes) {
    this.#db = db;
    this.#sizes = sizes;
  }

  /** Answers once the post is stored, or is certain not to be acknowledged. Never throws. */
  async put(post: Post): Promise<Answer> {
    if (this.#unanswered >= this.#sizes.most) return { outcome: 'unavailable' };
    this.#unanswered++;
    const answered = new Promise<Answer>((answer) => this.#waiting.push({ post, answer }));
    if (!this.#isWriting) void this.#write();
    const answer = await answered;
    this.#unanswered--;
    return answer;
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) await this.#writeGroup(this.#waiting.splice(0, this.#sizes.group));
    this.#isWriting = false;
  }

  /** Together what may be new, each row once; then the rest, and all of it where SQLite refused it, one by one. */
  async #writeGroup(group: Waiting[]): Promise<void> {
    const rows = Map.groupBy(
      group.filter(({ post }) => isPlain(post)),
      ({ post }) => keyOf(post),
    );
    const together = new Set([...rows.values()].flatMap(([first]) => first ?? []));
    if (together.size < 2) together.clear();
    const left = group.filter((one) => !together.has(one));
    const answers = await this.#insertTogether([...together].map(({ post }) => post));
    for (const [at, one] of [...together].entries()) {
      const answer = answers[at];
      if (answer) one.answer(answer);
      else left.push(one);
    }
    await Promise.all(left.map(async ({ post, answer }) => answer(await putPost(this.#db, post).catch(failureOf))));
  }

  async #insertTogether(posts: Post[]): Promise<(Answer | undefined)[]> {
    if (posts.length === 0) return [];
    try {
      return await insertNew(this.#db, posts);
    } catch (error) {
      return posts.map(() => (isRefusal(error) ? undefined : failureOf(error)));
    }
  }
}

function failureOf(error: unknown): Answer {
  console.error(error);
  return { outcome: isOfDatabase(error) ? 'unavailable' : 'broken' };
}
