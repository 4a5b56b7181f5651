import type { KeyReplicasDto, ReplicaDto } from '@chord-dht/api-client';
import { behindWords, copiesSentence, copyState, isOdd } from './copy-words';

const NOW = Date.parse('2026-01-01T00:01:00Z');

function replica(name: string, fields: Partial<ReplicaDto> = {}): ReplicaDto {
  return {
    node: { id: name, printedId: name, address: `${name}:5000`, position: 0 },
    ...{ state: 'value', version: 'v2', modifiedAt: null, expiresAt: null, bytes: 1 },
    ...{ contentType: 'text/plain', behindSince: null, code: null, milliseconds: 1, ...fields },
  };
}

const late = replica('b', { version: 'v1', behindSince: '2026-01-01T00:00:40Z' });
const silent = replica('c', { state: 'silent', version: null, code: 'TIMEOUT' });
const told = (replicas: ReplicaDto[], newest: string | null = 'v2'): KeyReplicasDto => ({
  ...{ key: 'k', newest, replicas, agree: !replicas.some(isOdd) },
});

describe('copies of a key in words', () => {
  it('are the same, or named where they differ', () => {
    expect(copiesSentence(told([replica('a'), replica('b'), replica('c')]))).toBe(
      'All 3 copies are the same.',
    );
    expect(copiesSentence(told([replica('a')]))).toBe('There is one copy.');
    expect(copiesSentence(told([replica('a', { state: 'absent' })], null))).toBe(
      'No home replica has anything under this key.',
    );
    expect(copiesSentence(told([replica('a'), late, silent]))).toBe(
      '2 of 3 copies differ: b:5000 is behind, c:5000 does not answer.',
    );
    expect(copiesSentence(told([replica('a'), silent]))).toBe(
      '1 of 2 copies differs: c:5000 does not answer.',
    );
  });

  it('say since when one is behind, and each what it has', () => {
    expect(behindWords(late, NOW)).toBe('misses what was written 20 s ago and later');
    expect(behindWords(replica('a'), NOW)).toBe('');
    expect(copyState(replica('a', { state: 'removed' }))).toBe('knows that it was deleted');
    const damaged = replica('a', { state: 'unreadable', behindSince: '2026-01-01T00:00:40Z' });
    expect([behindWords(damaged, NOW), isOdd(damaged)]).toEqual(['', true]);
  });
});
