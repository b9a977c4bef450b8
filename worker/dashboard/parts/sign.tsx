/** A tick or a cross beside a word that says the same. */
export function Sign({ isYes }: { isYes: boolean }) {
  return (
    <svg class="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={isYes ? 'M3.5 8.5 6.5 11.5 12.5 4.5' : 'M4.5 4.5l7 7M11.5 4.5l-7 7'} />
    </svg>
  );
}
