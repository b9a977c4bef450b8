import type { TrendPoint } from '../../../core/results.ts';
import type { Frame, TrendPlot } from '../charts/trend-plot.ts';
import type { Unit } from '../format.ts';
import { numbers, times } from '../language.ts';

const height = 200;

/** Room for the values of the hairlines at the start, for the last value at the end, for the days below. */
export function trendFrame(width: number): Frame {
  return { left: 40, right: Math.max(width - 48, 41), top: 8, bottom: height - 28 };
}

interface TrendDrawingProps {
  plot: TrendPlot;
  trend: TrendPoint[];
  unit: Unit;
  width: number;
  label: string;
  chosen: number | undefined;
  /** Where the survey was asked in another way from then on. */
  broken: number[];
}

/** A thin line, its band, at most three hairlines, and labels where they belong instead of a legend. */
export function TrendDrawing({ plot, trend, unit, width, label, chosen, broken }: TrendDrawingProps) {
  if (width === 0) return <svg width="0" height={height} aria-hidden="true" />;
  const { left, right } = trendFrame(width);
  return (
    <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {plot.rules.map(({ value, y }) => (
        <g key={value}>
          <line class="rule" x1={left} x2={right} y1={y} y2={y} />
          <text class="tick" x={left - 8} y={y + 4} text-anchor="end">
            {numbers.tick(value, unit)}
          </text>
        </g>
      ))}
      {broken.map((x) => (
        <line key={x} class="break" x1={x} x2={x} y1="0" y2={height - 28} />
      ))}
      {plot.bands.map((path) => (
        <path key={path} class="band" d={path} />
      ))}
      {plot.lines.map((path) => (
        <path key={path} class="line" d={path} />
      ))}
      {plot.alone.map(({ index, x, y }) => (
        <circle key={index} class="dot" cx={x} cy={y} r="3.5" />
      ))}
      <LastValue plot={plot} trend={trend} unit={unit} />
      <Chosen plot={plot} index={chosen} />
      <Days trend={trend} left={left} right={right} />
    </svg>
  );
}

function LastValue({ plot, trend, unit }: Pick<TrendDrawingProps, 'plot' | 'trend' | 'unit'>) {
  const mark = plot.marks.at(-1);
  const score = mark && trend[mark.index]?.score;
  if (!mark || !score) return null;
  return (
    <>
      <circle class="dot" cx={mark.x} cy={mark.y} r="3.5" />
      <text class="value" x={mark.x + 8} y={mark.y + 4}>
        {numbers.estimate(score, unit).value}
      </text>
    </>
  );
}

function Chosen({ plot, index }: { plot: TrendPlot; index: number | undefined }) {
  const x = index === undefined ? undefined : plot.xs[index];
  const mark = plot.marks.find((each) => each.index === index);
  if (x === undefined) return null;
  return (
    <>
      <line class="chosen" x1={x} x2={x} y1="0" y2={height - 28} />
      {mark && <circle class="dot" cx={mark.x} cy={mark.y} r="5" />}
    </>
  );
}

function Days({ trend, left, right }: { trend: TrendPoint[]; left: number; right: number }) {
  const [first, last] = [trend[0], trend.at(-1)];
  if (!first || !last) return null;
  return (
    <>
      <text class="tick" x={left} y={height - 6}>
        {times.day(first.from)}
      </text>
      <text class="tick" x={right} y={height - 6} text-anchor="end">
        {times.day(last.to)}
      </text>
    </>
  );
}
