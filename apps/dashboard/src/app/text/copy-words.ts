// Words for the copies of one key: each alone, and all of them in one sentence.
import type { KeyReplicasDto, ReplicaDto } from '@chord-dht/api-client';
import { age, count } from '@chord-dht/ring-view';

const STATES: Readonly<Record<ReplicaDto['state'], string>> = {
  value: 'has a value',
  expired: 'has an expired value',
  removed: 'knows that it was deleted',
  absent: 'has nothing',
  unreadable: 'has a damaged record',
  silent: 'does not answer',
};

export const copyState = ({ state }: ReplicaDto): string => STATES[state];

/** True for a copy that differs from the newest one. */
export const isOdd = ({ state, behindSince }: ReplicaDto): boolean =>
  state === 'silent' || state === 'unreadable' || behindSince !== null;

/** `misses what was written 12 s ago and later`; nothing for a copy that lacks nothing. */
export function behindWords({ behindSince, state }: ReplicaDto, nowMs: number): string {
  if (behindSince === null || state === 'unreadable') return '';
  return `misses what was written ${age(nowMs - Date.parse(behindSince))} and later`;
}

/** `All 3 copies are the same.`, `1 of 3 copies differs: localhost:5001 does not answer.` */
export function copiesSentence({ replicas, newest, agree }: KeyReplicasDto): string {
  const all = count(replicas.length, 'copy', 'copies');
  if (agree) {
    if (newest === null) return 'No home replica has anything under this key.';
    return replicas.length === 1 ? 'There is one copy.' : `All ${all} are the same.`;
  }
  const odd = replicas.filter(isOdd);
  const names = odd.map(
    (replica) =>
      `${replica.node.address} ${replica.behindSince === null ? copyState(replica) : 'is behind'}`,
  );
  return `${odd.length} of ${all} ${odd.length === 1 ? 'differs' : 'differ'}: ${names.join(', ')}.`;
}
