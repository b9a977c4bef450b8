/** JSON of a value as it is: the `toJSON` that Prototype.js gives to every array makes a string of it. */
export function json(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key) {
    return this[key];
  });
}
