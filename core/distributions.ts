/** The distributions under the intervals and tests: normal, Student's t and χ². */

/** The 0.975 quantile of the normal distribution. */
export const z = 1.959963984540054;

/**
 * The 0.975 quantile of Student's t, to 1e-8 or better, for any df from 1 on, whole or not: the expansion in 1/df
 * [Abramowitz & Stegun 26.7.5], which is enough by itself from 60 on, and below that Newton's steps from it.
 */
export function criticalT(df: number): number {
  let t = expansion(df);
  if (df >= 60) return t;
  for (let step = 0; step < 5; step++) t += (tailOfT(t, df) - 0.05) / (2 * densityOfT(t, df));
  return t;
}

function expansion(df: number): number {
  const polynomials = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return polynomials.reduce((t, polynomial, i) => t + polynomial / df ** (i + 1), z);
}

/** P(|Z| > z) of the normal distribution, to 1e-9: Student's t with as good as endless degrees of freedom. */
export function tailOfNormal(z: number): number {
  return tailOfT(z, 1e15);
}

/**
 * P(|T| > t) of Student's t, to 1e-9, for any df from 1 on, whole or not: the incomplete beta function as a series
 * [DLMF 8.17.8], of the tail where that converges fast, else of the middle. Where the density is next to nothing, 0.
 */
export function tailOfT(t: number, df: number): number {
  const [square, density] = [t * t, densityOfT(t, df)];
  if (density < 1e-300) return 0;
  const around = 2 * Math.abs(t) * density;
  if (square > df) return (around / df) * series(df / (df + square), df, df + 2);
  return Math.max(0, 1 - around * series(square / (df + square), df, 3));
}

/** 1 + x(df + 1)/from + x²(df + 1)(df + 3)/(from(from + 2)) + … */
function series(x: number, df: number, from: number): number {
  let [sum, term] = [0, 1];
  for (let k = 0; term > 1e-16 * sum; k += 2) {
    sum += term;
    term *= (x * (df + 1 + k)) / (from + k);
  }
  return sum;
}

function densityOfT(t: number, df: number): number {
  return (gammaRatio(df / 2) / Math.sqrt(Math.PI * df)) * Math.exp((-(df + 1) / 2) * Math.log1p((t * t) / df));
}

/** Γ(x + ½)/Γ(x): its asymptotic series [DLMF 5.11.13], carried down to small x by Γ(x + 1) = x·Γ(x). */
function gammaRatio(x: number): number {
  if (x < 30) return (gammaRatio(x + 1) * x) / (x + 0.5);
  return Math.sqrt(x) * (1 - 1 / (8 * x) + 1 / (128 * x ** 2) + 5 / (1024 * x ** 3) - 21 / (32768 * x ** 4));
}

/** P(χ² > x) for whole df from 1 on: that of 1 or 2, and carried up by two at a time [DLMF 8.8.6]. */
export function tailOfChiSquare(x: number, df: number): number {
  const isOdd = df % 2 === 1;
  let tail = isOdd ? tailOfNormal(Math.sqrt(x)) : Math.exp(-x / 2);
  let step = (isOdd ? Math.sqrt((2 * x) / Math.PI) : x / 2) * Math.exp(-x / 2);
  for (let from = isOdd ? 3 : 4; from <= df; from += 2) {
    tail += step;
    step *= x / from;
  }
  return tail;
}
