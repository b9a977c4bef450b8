/** Declares everything by `let`, which is shorter, and then one declaration goes on from another. */
export function onlyLet() {
  return {
    name: 'only-let',
    renderChunk(code) {
      let text = code;
      const visit = (node) => {
        if (node?.kind === 'const') text = `${text.slice(0, node.start)}let  ${text.slice(node.start + 5)}`;
        if (node && typeof node === 'object') for (const child of Object.values(node)) visit(child);
      };
      visit(this.parse(code));
      return { code: text, map: null };
    },
  };
}
