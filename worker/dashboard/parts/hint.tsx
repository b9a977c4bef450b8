/** The id of a control's hint, where it has one. */
export function hintOf(name: string, text: string | undefined): string | undefined {
  return text && `${name}-hint`;
}

/** What helps with a control, under it. */
export function Hint({ of, text, isWrong = false }: { of: string; text: string | undefined; isWrong?: boolean }) {
  if (!text) return null;
  return (
    <p class={isWrong ? 'hint wrong' : 'hint'} id={hintOf(of, text)}>
      {text}
    </p>
  );
}
