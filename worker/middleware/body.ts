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

/** Most bodies are shorter: memory for the longest one costs as much as checking what is in it. */
const usualBytes = 1024;

/**
 * Stops reading at the first byte too many, whatever Content-Length said. What cannot be read to its end, such as a broken
 * chunk, was not sent rightly; whose fault it is, is not ours.
 */
async function readBytes(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array();
  const reader = body?.getReader({ mode: 'byob' });
  for (const length of [usualBytes, maxBytes + 1 - usualBytes]) {
    // So many at once, and fewer only where the body ends: each chunk that is read by itself costs as much as a check.
    const { value } = (await reader?.readAtLeast(length, new Uint8Array(length)).catch(unreadable)) ?? {};
    if (value) bytes = bytes.length > 0 ? await new Blob([bytes, value]).bytes() : value;
    if (!value || value.length < length) return bytes;
  }
  void reader?.cancel();
  throw new HttpError('too-large', { detail: `The body is larger than ${maxBytes} bytes.` });
}

function unreadable(): never {
  throw new HttpError('unreadable');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
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
