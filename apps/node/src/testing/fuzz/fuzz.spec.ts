import { SeededRandom } from '@chord-dht/chord/testing';
import { fuzzCodec } from './fuzz-node';
import { useFuzzedNode } from './fuzzed-node';

describe('whatever chance makes of right input', () => {
  const fuzzed = useFuzzedNode();

  it('is read as a message of peers or refused', () => {
    const { read, refused } = fuzzCodec(new SeededRandom(1), 4_000);
    expect(Math.min(read, refused)).toBeGreaterThan(100);
  });

  it('is answered or cut by a node, as the word of a member', async () => {
    const { runs, lines } = await fuzzed.messages(new SeededRandom(2), (count) => count < 1_500);
    expect([runs, lines > 1]).toEqual([1_500, true]);
    await fuzzed.expectSound();
  });

  it('is answered by a node, as a request', async () => {
    const statuses = await fuzzed.requests(new SeededRandom(3), (count) => count < 600);
    expect([...statuses.keys()].filter((status) => status >= 500 && status !== 501)).toEqual([]);
    expect(statuses.get(200)).toBeGreaterThan(20);
    expect(statuses.get(400)).toBeGreaterThan(20);
    await fuzzed.expectSound();
  });
});
