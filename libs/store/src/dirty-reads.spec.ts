// A read during a write: the returned value is at a majority of the home replicas.
import { codeOf } from '@chord-dht/chord';
import { StoreRing } from './testing';

const NAMES = [0, 1, 2].map((index) => `node-${index}:1`);
const KEY = 'key';
const LATENCY_MS = 5;

describe('a reading that has begun before a write', () => {
  it('does not return a value that only the primary has', async () => {
    const ring = new StoreRing({ seed: 1, latencyMs: () => LATENCY_MS });
    await ring.grow(NAMES);
    await ring.untilSettled(60_000);
    const first = await ring.clock.until(ring.store(NAMES[0]!).put(KEY, new Uint8Array([1])));
    const { address } = first.owner;
    const primary = ring.store(address);
    const reading = primary.get(KEY, { timeoutMs: 1_000 }).then(
      (found) => (found.found ? found.value[0] : undefined),
      (error: unknown) => codeOf(error),
    );
    // The questions of the read have arrived; the messages of the write are lost.
    await ring.clock.advance(LATENCY_MS);
    for (const other of NAMES) if (other !== address) ring.network.faults.cut([address], [other]);
    const writing = primary.put(KEY, new Uint8Array([2]), { timeoutMs: 1_000 }).catch(codeOf);
    expect(await ring.clock.until(reading)).not.toBe(2);
    expect(await ring.clock.until(writing)).toBe('UNAVAILABLE');
  });
});
