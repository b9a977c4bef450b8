/** Values that a schema takes, made by walking it: a field that is added to a schema is tried without a word here. */

import fc from 'fast-check';
import * as v from 'valibot';
import { candidatesFor, samples, words } from './candidates.ts';

/** What schemas and their actions have that says what they take; all else is tried out. */
interface Node {
  kind: 'schema' | 'validation' | 'transformation' | 'metadata';
  type: string;
  pipe?: Node[];
  entries?: Record<string, Node>;
  options?: unknown[];
  literal?: unknown;
  item?: Node;
  key?: Node;
  value?: Node;
  wrapped?: Node;
  getter?: (input: unknown) => Node;
  requirement?: unknown;
}

/** Every valibot schema is such a node; the library keeps them so for tools that walk them. */
const nodeOf = (schema: v.GenericSchema) => schema as unknown as Node;
const isTaken = (node: Node, value: unknown) => v.is(node as unknown as v.GenericSchema, value);

/** Throws where nothing that it tries is taken by some part of the schema. */
export function arbitraryOf(schema: v.GenericSchema): fc.Arbitrary<unknown> {
  return walk(nodeOf(schema));
}

type Walker = (node: Node, parts: Node[]) => fc.Arbitrary<unknown>;

const walkers: Record<string, Walker> = {
  object: ({ entries = {} }) => objectOf(entries),
  array: ({ item }, parts) =>
    fc.array(walk(must(item)), { maxLength: Math.min(4, numberOf(parts, 'max_length') ?? 4) }),
  record: ({ value }) => fc.dictionary(fc.constantFrom(...words), walk(must(value)), { maxKeys: 2 }),
  picklist: ({ options = [] }) => fc.constantFrom(...options),
  literal: ({ literal }) => fc.constant(literal),
  boolean: () => fc.boolean(),
  union: ({ options = [] }) => fc.oneof(...options.map((option) => walk(option as Node))),
  lazy: ({ getter }) => chosenBy(must(getter)),
  exact_optional: ({ wrapped }) => walk(must(wrapped)),
};

/** The same schema stands in many places. */
const walked = new WeakMap<Node, fc.Arbitrary<unknown>>();

function walk(node: Node): fc.Arbitrary<unknown> {
  const known = walked.get(node) ?? walkNew(node);
  walked.set(node, known);
  return known;
}

function walkNew(node: Node): fc.Arbitrary<unknown> {
  const parts = partsOf(node);
  const told = parts.findLast(({ kind, type }) => kind === 'schema' && walkers[type]);
  const made = told ? walkers[told.type]?.(told, parts) : undefined;
  return made ? made.filter((value) => isTaken(node, value)) : fittingOf(node, parts);
}

/** A schema with all that its pipes, which may lie in one another, do after it. */
function partsOf(node: Node): Node[] {
  return node.pipe ? node.pipe.flatMap((part) => (part.kind === 'schema' ? partsOf(part) : [part])) : [node];
}

/** The more fields may be left out, the more are: else no two of them that exclude each other would be tried apart. */
function objectOf(entries: Record<string, Node>): fc.Arbitrary<unknown> {
  const optional = Object.values(entries).filter(({ type }) => type === 'exact_optional').length;
  const absent = Symbol('absent');
  const fields = Object.entries(entries).map(([name, entry]) => {
    const value = walk(entry);
    const maybe = fc.oneof(
      { weight: Math.max(2, optional), arbitrary: fc.constant(absent) },
      { weight: 3, arbitrary: value },
    );
    return [name, entry.type === 'exact_optional' ? maybe : value] as const;
  });
  return fc
    .record(Object.fromEntries(fields))
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== absent)));
}

/** For text, numbers and what is checked by code alone: of everything that there is to try what is taken. */
function fittingOf(node: Node, parts: Node[]): fc.Arbitrary<unknown> {
  const pattern = parts.find(({ type }) => type === 'regex')?.requirement;
  const tried = candidatesFor({ pattern, length: numberOf(parts, 'max_length') });
  const taken = tried.filter((value) => isTaken(node, value));
  if (taken.length === 0) throw new Error(`nothing that is tried fits ${parts.map(({ type }) => type).join(' ')}`);
  return fc.constantFrom(...taken);
}

/** Of the schemas that one chooses by its input those that take something; named objects where a bare one is refused. */
function chosenBy(getter: (input: unknown) => Node): fc.Arbitrary<unknown> {
  const walkEach = (inputs: unknown[]) => inputs.flatMap((input) => walkable(getter(input)) ?? []);
  const plain = walkEach(samples.plain);
  const objects = walkEach([{}]);
  return fc.oneof(...plain, ...(objects.length > 0 ? objects : walkEach(samples.named)));
}

/** Nothing for a schema that only says why it refuses. */
function walkable(node: Node): fc.Arbitrary<unknown> | undefined {
  try {
    return walk(node);
  } catch {
    return undefined;
  }
}

function numberOf(parts: Node[], type: string): number | undefined {
  const requirement = parts.find((part) => part.type === type)?.requirement;
  return typeof requirement === 'number' ? requirement : undefined;
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a schema is not what its type says');
  return value;
}
