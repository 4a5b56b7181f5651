// The keys that no node can answer for, and the nodes whose start would correct that.
import { hostOf } from '@chord-dht/chord';
import type { UnservedArcDto } from '../dto/unserved-arc.dto';

export interface UnservedSummary {
  readonly arcs: number;
  /** The share of the circle, 0 to 1. */
  readonly share: number;
  readonly keys: number;
  /** Hosts of these keys that do not answer. */
  readonly missing: readonly string[];
  readonly nextStep: string;
}

/** @param isThere whether a node of that name takes part now */
export function summarise(
  arcs: readonly UnservedArcDto[],
  isThere: (address: string) => boolean,
): UnservedSummary | undefined {
  if (arcs.length === 0) return undefined;
  const missingOf = ({ members }: UnservedArcDto): string[] =>
    members.filter((member) => !isThere(member)).map(hostOf);
  const missing = [...new Set(arcs.flatMap(missingOf))].sort();
  return {
    arcs: arcs.length,
    share: Math.min(
      1,
      arcs.reduce((sum, { share }) => sum + share, 0),
    ),
    keys: arcs.reduce((sum, { keys }) => sum + keys, 0),
    missing,
    nextStep: nextStep(arcs, missing, missingOf),
  };
}

/** "75 % of the keys (3 arcs, about 12 keys stored here)" */
export function extentOf({ arcs, share, keys }: UnservedSummary): string {
  const percent =
    share >= 0.9995 ? 'All keys' : `${Math.max(0.1, share * 100).toFixed(1)} % of the keys`;
  return `${percent} (${arcs === 1 ? '1 arc' : `${arcs} arcs`}, about ${keys} with a copy left)`;
}

function nextStep(
  arcs: readonly UnservedArcDto[],
  missing: readonly string[],
  missingOf: (arc: UnservedArcDto) => string[],
): string {
  if (missing.length === 0) {
    return arcs.every(({ members }) => members.length > 0)
      ? 'Look at the log of the nodes: all home replicas are there and do not agree.'
      : 'Start the nodes again that were members of this ring: which of them keep these keys is not known here.';
  }
  const enough = missing.filter((node) =>
    arcs.every((arc) => {
      const gone = missingOf(arc);
      const needed = Math.floor(arc.members.length / 2) + 1 - (arc.members.length - gone.length);
      return needed <= (gone.includes(node) ? 1 : 0);
    }),
  );
  return enough.length > 0
    ? `Start ${inWords(enough, 'or')} again.`
    : `Start ${inWords(missing, 'and')} again: more than half of the home replicas of each key are needed.`;
}

const NAMED_MAX = 5;

export function inWords(names: readonly string[], last: 'and' | 'or'): string {
  if (names.length > NAMED_MAX)
    return `${names.slice(0, NAMED_MAX).join(', ')} and ${names.length - NAMED_MAX} more`;
  if (names.length <= 1) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
}
