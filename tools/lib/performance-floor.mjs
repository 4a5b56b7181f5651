// Detects a ring so slow that it must be a defect: below half of what was recorded, in every round.

/** @typedef {{ ops: number, cpu: number }} Ratios of the ring to the bare server, more is better */
/** @typedef {{ get: Ratios, put: Ratios, foreignCores: number, disturbed: boolean }} Round */
/** @typedef {{ rounds: readonly Round[], errors: Readonly<Record<string, number>> }} Findings */
/** @typedef {{ get: Ratios, put: Ratios }} Recorded */

/** A fall below this share of the recorded ratio is no noise. */
export const FALL = 0.5;
/** Fewer rounds without other load on the machine say nothing. */
export const ROUNDS_MIN = 2;

const KINDS = /** @type {const} */ (['get', 'put']);
const FIGURES = /** @type {const} */ (['ops', 'cpu']);
const WORDS = { ops: 'operations a second', cpu: 'operations for the same processor time' };

/**
 * The best of the rounds that nobody disturbed: noise makes a round worse, but hardly twice as good,
 * and a fall shows in all of them.
 * @param {Findings} findings
 * @returns {Recorded | undefined} `undefined` when too few rounds say anything
 */
export function best({ rounds }) {
  const good = rounds.filter(({ disturbed }) => !disturbed);
  if (good.length < ROUNDS_MIN) return undefined;
  /** @param {'get' | 'put'} kind @param {'ops' | 'cpu'} figure */
  const most = (kind, figure) => Math.max(...good.map((round) => round[kind][figure]));
  /** @param {'get' | 'put'} kind */
  const of = (kind) => ({ ops: most(kind, 'ops'), cpu: most(kind, 'cpu') });
  return { get: of('get'), put: of('put') };
}

/** @param {Recorded} recorded @returns {Recorded} below which it has fallen */
export function floorOf({ get, put }) {
  /** @param {Ratios} ratios */
  const of = ({ ops, cpu }) => ({ ops: ops * FALL, cpu: cpu * FALL });
  return { get: of(get), put: of(put) };
}

/**
 * @param {Recorded} recorded
 * @param {Findings} findings
 * @returns {{ verdict: 'ok' | 'fallen' | 'unjudged', lines: string[] }} lines for a person
 */
export function judge(recorded, findings) {
  const [measured, floor] = [best(findings), floorOf(recorded)];
  const errors = Object.entries(findings.errors).map(([what, count]) => `${count} times ${what}`);
  if (!measured) {
    const most = Math.max(...findings.rounds.map(({ foreignCores }) => foreignCores));
    const why = `other load on the machine took up to ${most.toFixed(1)} cores; nothing can be said`;
    return { verdict: 'unjudged', lines: [...errors, why] };
  }
  const figures = KINDS.flatMap((kind) =>
    FIGURES.map((figure) => {
      const [now, then] = [measured[kind][figure], recorded[kind][figure]];
      const fallen = !(now >= floor[kind][figure]);
      const text = `${kind.toUpperCase()}, ${WORDS[figure]}: ${now.toFixed(3)} of the bare server's, recorded ${then.toFixed(3)}`;
      return { fallen, line: fallen ? `${text}: FALLEN below half` : text };
    }),
  );
  const verdict = figures.some(({ fallen }) => fallen) ? 'fallen' : 'ok';
  return { verdict, lines: [...errors, ...figures.map(({ line }) => line)] };
}
