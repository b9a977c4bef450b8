import { useRef, useState } from 'preact/hooks';
import { dayOf } from '../../../core/periods.ts';
import type { TrendBreak, TrendPoint } from '../../../core/results.ts';
import { type ScaleName, scales } from '../../../core/scales.ts';
import { nearest, trendPlot } from '../charts/trend-plot.ts';
import type { Unit } from '../format.ts';
import { numbers, strings, times } from '../language.ts';
import { useWidth } from '../use-width.ts';
import { TrendDrawing, trendFrame } from './trend-drawing.tsx';
import { TrendTable } from './trend-table.tsx';

interface TrendProps {
  trend: TrendPoint[];
  breaks: TrendBreak[];
  scale: ScaleName;
  unit: Unit;
}

/** The score over the period. The pointer, or the arrow keys, choose the point that is read out above the line. */
export function Trend({ trend, breaks, scale, unit }: TrendProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [chosen, setChosen] = useState<number>();
  const plot = trendPlot(trend, trendFrame(width), limitsOf(scale, unit));
  const latest = plot.marks.at(-1)?.index ?? trend.length - 1;
  const shown = trend[chosen ?? latest] ? (chosen ?? latest) : latest;
  const point = trend[shown];
  const days = times.range({ from: trend[0]?.from ?? 0, to: trend.at(-1)?.to ?? 0 });
  const breakIn = ({ from, to }: TrendPoint) => breaks.find(({ at }) => dayOf(at) >= from && dayOf(at) <= to);
  const said = point && [readout(point, unit), ...wordsOf(breakIn(point))].join(' · ');
  const onPointer = (event: PointerEvent) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    setChosen(nearest(plot.xs, event.clientX - left));
  };
  return (
    <section class="card trend" aria-labelledby="trend">
      <div class="card-head">
        <h2 id="trend">{strings.trend}</h2>
        <p class="readout">{said}</p>
      </div>
      <div
        class="plot"
        ref={box}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={() => setChosen(undefined)}
      >
        <TrendDrawing
          plot={plot}
          width={width}
          label={strings.trendLabel(strings.metrics[scales[scale].metric].name, days)}
          chosen={chosen === undefined ? undefined : shown}
          broken={plot.xs.filter((_, index) => trend[index] && breakIn(trend[index]))}
          {...{ trend, unit }}
        />
        <input
          type="range"
          class="hidden"
          min={0}
          max={trend.length - 1}
          value={shown}
          aria-label={strings.trendPoint}
          aria-valuetext={said}
          onInput={(event) => setChosen(event.currentTarget.valueAsNumber)}
          onBlur={() => setChosen(undefined)}
        />
      </div>
      <TrendTable trend={trend} unit={unit} />
    </section>
  );
}

const wordsOf = (mark: TrendBreak | undefined) => (mark ? [strings.wonBy(mark.winner)] : []);

/** "12 Nov · 41, 35 to 47 · 88 responses". */
function readout({ from, to, n, score }: TrendPoint, unit: Unit): string {
  const days = times.days({ from, to });
  if (!score) return `${days} · ${strings.noResponses}`;
  const { value, interval } = numbers.estimate(score, unit);
  const estimate = interval ? `${value}, ${strings.to(interval.low, interval.high)}` : value;
  return `${days} · ${estimate} · ${strings.countOfResponses(n, numbers.count(n))}`;
}

function limitsOf(scale: ScaleName, unit: Unit) {
  if (unit === 'points') return { min: -100, max: 100 };
  return unit === 'share' ? { min: 0, max: 1 } : { min: scales[scale].min, max: scales[scale].max };
}
