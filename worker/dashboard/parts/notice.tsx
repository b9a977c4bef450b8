import { strings } from '../language.ts';

/** Says what is kept and what happens next while something cannot be asked for. It floats, so nothing moves. */
export function Notice({ text, tryNow }: { text: string | undefined; tryNow: () => void }) {
  return (
    <div class="notice" role="status">
      {text && (
        <div>
          <p>{text}</p>
          <button type="button" class="quiet" onClick={tryNow}>
            {strings.tryNow}
          </button>
        </div>
      )}
    </div>
  );
}
