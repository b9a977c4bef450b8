import { usual } from '../../../core/contract.ts';
import type { Gate } from '../../../core/explanation.ts';
import { strings } from '../language.ts';
import type { Verdict } from '../simulator/verdicts.ts';
import { Sign } from './sign.tsx';

interface VerdictCardProps {
  verdict: Verdict;
  name: string;
  /** Where the survey's results are. */
  href: string;
  isFirst: boolean;
}

/** Whether a survey asks, what it waits for, and every gate in the words of `opina.explain()`. */
export function VerdictCard({ verdict, name, href, isFirst }: VerdictCardProps) {
  const { survey, asks, variant, metric = usual.metric, when, gates, refusal } = verdict;
  const { name: question } = strings.metrics[metric];
  return (
    <section class="card verdict" aria-labelledby={`verdict-${survey}`}>
      <div class="verdict-head">
        <h2 id={`verdict-${survey}`}>
          <a href={href}>{name}</a>
        </h2>
        <p class="answer" data-asks={asks}>
          <Sign isYes={asks} />
          {asks ? strings.asks : strings.asksNot}
          {isFirst && <span class="muted"> · {strings.goesFirst}</span>}
        </p>
      </div>
      <p class="waits">
        <span class="muted">{strings.askedAs}</span> {variant === undefined ? question : `${question}, ${variant}`}
        <span class="muted"> · {strings.waitsFor}</span> {when}
      </p>
      <ul class="gates">
        {gates.map((gate) => (
          <GateRow key={gate.gate} gate={gate} />
        ))}
      </ul>
      {refusal && <p class="refusal">{refusal}</p>}
    </section>
  );
}

function GateRow({ gate: { gate, passes, saw } }: { gate: Gate }) {
  return (
    <li data-gate={gate} data-passes={passes}>
      <Sign isYes={passes} />
      <span class="gate">{gate}</span>
      <span class="seen">
        <span class={passes ? 'hidden' : 'fails'}>{passes ? strings.passes : strings.fails}</span>{' '}
        <span class="saw">{saw}</span>
      </span>
    </li>
  );
}
