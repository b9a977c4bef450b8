import { useState } from 'preact/hooks';
import type { PeriodName } from '../../../core/periods.ts';
import type { ProblemCode } from '../../../core/problems.ts';
import type { Refusals as Refused } from '../../../core/results.ts';
import { getRefusals } from '../api.ts';
import { numbers, strings } from '../language.ts';

/** What of a site was refused in a period, and why: asked for when it is opened. */
export function Refusals({ site, period }: { site: string; period: PeriodName }) {
  const [refused, setRefused] = useState<Refused>();
  const [isFailed, setFailed] = useState(false);
  const look = async (isOpen: boolean) => {
    if (!isOpen) return;
    const answer = await getRefusals(site, period);
    if (answer.kind === 'data') setRefused(answer.data);
    setFailed(answer.kind !== 'data');
  };
  return (
    <details class="twin refusals" onToggle={(event) => look(event.currentTarget.open)}>
      <summary>{strings.refusals}</summary>
      {refused && <Reasons reasons={refused.reasons} period={period} />}
      <p role="status">{isFailed && strings.refusalsFailed}</p>
    </details>
  );
}

function Reasons({ reasons, period }: Pick<Refused, 'reasons'> & { period: PeriodName }) {
  const when = strings.periods[period];
  if (reasons.length === 0) return <p class="muted">{strings.noRefusals(when)}</p>;
  return (
    <>
      <p class="muted">{strings.refusalsHint(when)}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{strings.reason}</th>
            <th scope="col">{strings.posts}</th>
          </tr>
        </thead>
        <tbody>
          {reasons.map(({ reason, count }) => (
            <tr key={reason}>
              <th scope="row">{sayReason(reason)}</th>
              <td>{numbers.count(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** A reason that a post to a site seldom has is said by its code. */
function sayReason(reason: ProblemCode): string {
  const known: Partial<Record<ProblemCode, string>> = strings.refusalReasons;
  return known[reason] ?? reason;
}
