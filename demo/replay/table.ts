import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { codeOf, Failure } from '../failure.ts';
import { decoderOf } from './encoding.ts';

/** How to read a file of rows. */
export interface TableOptions {
  encoding: string;
  delimiter: string;
  /** Sees the bytes as they are read. */
  onBytes?: (bytes: Uint8Array) => void;
}

/** The rows of a CSV file as cells, the header first, read as they are asked for: the file may be of any size. */
export async function* rowsOf(file: string, { encoding, delimiter, onBytes }: TableOptions): AsyncGenerator<string[]> {
  const decoder = decoderOf(encoding);
  const parser = parse({ delimiter, skip_empty_lines: true, relax_column_count: true, relax_quotes: true });
  const decode = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const bytes of chunks) {
      onBytes?.(bytes);
      const text = decoder.write(bytes);
      if (text) yield text;
    }
    const rest = decoder.end();
    if (rest) yield rest;
  };
  pipeline(createReadStream(file), decode, parser, () => {});
  try {
    yield* parser;
  } catch (error) {
    throw failureOf(file, error);
  }
}

function failureOf(file: string, error: unknown) {
  if (error instanceof CsvError) return new Failure(`${file} is not CSV that can be read: ${error.message}.`);
  const code = codeOf(error);
  if (code === 'ENOENT') return new Failure(`There is no file ${file}.`);
  if (code === 'EISDIR' || code === 'EACCES') return new Failure(`${file} cannot be read (${code}).`);
  return error;
}
