// Ten minutes of the runs of fuzz.spec.ts, with other seeds.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SeededRandom } from '@chord-dht/chord/testing';
import { fuzzCodec } from './fuzz-node';
import { useFuzzedNode } from './fuzzed-node';

const MINUTE_MS = 60_000;
const ROUNDS = 20;
const ROUND_MS = (10 * MINUTE_MS) / ROUNDS;
const MIB = 1024 * 1024;
const CODEC_RUNS = 20_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('ten minutes of randomly changed valid input', () => {
  const fuzzed = useFuzzedNode();
  const until = (endMs: number) => () => performance.now() < endMs;
  const said = { messages: 0, lines: 0, requests: 0 };
  let warmBytes = 0;

  it.each(Array.from({ length: ROUNDS }, (_, round) => 1_000 + round))(
    'finds nothing (seed %i)',
    async (seed) => {
      const endMs = performance.now() + ROUND_MS;
      fuzzCodec(new SeededRandom(seed), CODEC_RUNS);
      const [{ runs, lines }, statuses] = await Promise.all([
        fuzzed.messages(new SeededRandom(seed + 0.5e9), until(endMs)),
        fuzzed.requests(new SeededRandom(seed + 1e9), until(endMs)),
      ]);
      expect([...statuses.keys()].filter((status) => status >= 500 && status !== 501)).toEqual([]);
      await fuzzed.expectSound();
      said.messages += runs;
      said.lines += lines;
      said.requests += [...statuses.values()].reduce((sum, count) => sum + count, 0);
      collect();
      const { heapUsed, external } = process.memoryUsage();
      if (seed === 1_002) warmBytes = heapUsed + external;
      console.log(
        JSON.stringify({
          seed,
          ...said,
          heapMiB: Math.round(heapUsed / MIB),
          externalMiB: Math.round(external / MIB),
        }),
      );
      if (seed > 1_002) expect(heapUsed + external - warmBytes).toBeLessThan(64 * MIB);
    },
  );
});
