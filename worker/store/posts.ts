/** What pages post, responses and views alike: one by one, or many in one transaction. */

import { type CheckedPost, insertResponses, putResponse, type Stored, valuesOfResponse } from './responses.ts';
import { type CheckedView, insertViews, putView, valuesOfView } from './views.ts';

/** A view, or a response with the epoch milliseconds of its receipt. */
export type Post = { kind: 'response'; post: CheckedPost; now: number } | { kind: 'view'; post: CheckedView };

/** A view has no revisions. */
const seen: Stored = { outcome: 'known', rev: 0 };

/** Stores one post, exact whatever it is. */
export function putPost(db: D1Database, post: Post): Promise<Stored> {
  return post.kind === 'response' ? putResponse(db, post.post, post.now) : putView(db, post.post).then(() => seen);
}

/** Whether `insertNew` may store it: what verified people did is written with their posts, one by one. */
export const isPlain = ({ post }: Post) => !post.isVerified;

/** Where a post's row is. */
interface Row {
  kind: Post['kind'];
  survey: string;
  id: string;
}

/** What posts of one row, and no others of their site, have alike. */
export const keyOf = ({ kind, post }: Post) => nameOf({ kind, ...post });
const nameOf = ({ kind, survey, id }: Row) => `${kind} ${survey} ${id}`;

const inserts = { response: insertResponses, view: insertViews };
const valuesOf = (post: Post) =>
  post.kind === 'response' ? valuesOfResponse(post.post, post.now).row : valuesOfView(post.post);

/**
 * Stores those posts that are new and above their watermark, all or none, a row written for each; answers what became
 * of each, or `undefined` for those that are left to `putPost`. All are plain and of one
 * site, and no two of one row.
 */
export async function insertNew(db: D1Database, posts: Post[]): Promise<(Stored | undefined)[]> {
  const statements = [...Map.groupBy(posts, ({ kind }) => kind)].map(([kind, group]) =>
    db.prepare(inserts[kind]).bind(JSON.stringify(group.map(valuesOf))),
  );
  const answers = await db.batch<Row>(statements);
  const inserted = new Set(answers.flatMap(({ results }) => results.map(nameOf)));
  return posts.map((post) => (inserted.has(keyOf(post)) ? storedOf(post) : undefined));
}

const storedOf = (post: Post): Stored => (post.kind === 'view' ? seen : { outcome: 'new', rev: post.post.rev });
