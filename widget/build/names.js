/**
 * What properties that begin with `_` are called in what is built for the script tag: one letter each, the same in
 * all of the modules, which pass them to one another. A loader may meet the modules of a later deployment, so a name
 * keeps its place: others come at the end.
 */
const names = [
  ...['_options', '_signal', '_person', '_emit', '_atDesk', '_arm', '_caseOf', '_asked', '_drafts', '_isCounted'],
  ...['_track', '_show', '_close', '_ask', '_place', '_tab', '_acts', '_read', '_write', '_remove', '_take', '_leave'],
  ...['_given', '_load', '_createAsker', '_base', '_config', '_event', '_report', '_recall'],
  '_open',
];

/** In the order of the names. */
const letters = 'dmngobfupjqAhlwxictrvkaeszyBCDEFGHIJKLMNOPQRSTUVWXYZ';

/** For esbuild, which tells a property from anything else. */
export const shortNames = {
  mangleProps: /^_[a-z]/,
  mangleCache: Object.fromEntries(names.map((name, index) => [name, letters[index]])),
};

/**
 * Calls variables by these letters in turn: what a compressor makes of a script differs by 20 bytes with their order,
 * and this one was found by trying. It runs in a thread of its own, and so holds all that it needs.
 */
export function nameOf(index) {
  const letters = [...'nrtoaumipeqvlbsgdw$cjfy_xzhkABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  let name = letters[index % letters.length];
  for (let rest = Math.floor(index / letters.length); rest > 0; rest = Math.floor(rest / letters.length)) {
    rest--;
    name += letters[rest % letters.length];
  }
  return name;
}

/** Fails the build where a name is not in the list: each module would call it something else. */
export function knowsNames() {
  return {
    name: 'knows-names',
    transform(code, id) {
      const used = id.includes('/widget/') ? (code.match(/(?<![\w'"-])_[a-z]\w*/gi) ?? []) : [];
      const unknown = used.find((name) => !names.includes(name));
      if (unknown) this.error(`${unknown} has no place in widget/build/names.js`);
    },
  };
}
