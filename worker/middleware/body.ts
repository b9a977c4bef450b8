/** Reads a JSON body: counted while it streams, strict UTF-8, checked against a schema. */

import type { Context } from 'hono';
import * as v from 'valibot';
import { limits } from '../../core/contract.ts';
import type { App } from '../env.ts';
import { HttpError } from '../problem.ts';
import { slug } from '../schema/fields.ts';
import { check } from './check.ts';

const named = v.object({ site: slug });

/** Throws `too-large`, `bad-encoding`, `bad-json` or `invalid`; the last names each field and why. */
export async function readBody<T>(
  c: Context<App>,
  schema: v.GenericSchema<unknown, T>,
  maxBytes: number = limits.bodyBytes,
): Promise<T> {
  const input = parseJson(decode(await readBytes(c.req.raw.body, maxBytes)));
  try {
    return check(schema, input, 'The body');
  } catch (error) {
    const post = v.safeParse(named, input);
    if (post.success) c.set('namedSite', post.output.site);
    throw error;
  }
}

/**
 * Stops reading at the first byte too many, whatever Content-Length said. What cannot be read to its end, such as a broken
 * chunk, was not sent rightly; whose fault it is, is not ours.
 */
async function readBytes(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  const reader = body?.getReader({ mode: 'byob' });
  const tooMany = maxBytes + 1;
  // All at once: each chunk that is read by itself costs as much as checking them all.
  const { value } = (await reader?.readAtLeast(tooMany, new Uint8Array(tooMany)).catch(unreadable)) ?? {};
  if (!value) return new Uint8Array();
  if (value.length < tooMany) return value;
  void reader?.cancel();
  throw new HttpError('too-large', { detail: `The body is larger than ${maxBytes} bytes.` });
}

function unreadable(): never {
  throw new HttpError('unreadable');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new HttpError('bad-encoding');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError('bad-json');
  }
}
