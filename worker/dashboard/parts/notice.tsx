import { strings, times } from '../language.ts';
import type { Live } from '../live.ts';

/** Says what is kept and what happens next while the results cannot be asked for. It floats, so nothing moves. */
export function Notice({ live, tryNow }: { live: Live; tryNow: () => void }) {
  const isOn = live.status === 'failed' && live.checkedAt !== undefined;
  return (
    <div class="notice" role="status">
      {isOn && (
        <div>
          <p>{strings.offline(times.clock(live.checkedAt ?? 0))}</p>
          <button type="button" class="quiet" onClick={tryNow}>
            {strings.tryNow}
          </button>
        </div>
      )}
    </div>
  );
}
