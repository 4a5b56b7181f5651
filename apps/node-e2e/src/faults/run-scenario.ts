// Knows how one scenario is played from the first operation to the verdict.
import { Lab } from '../harness/lab';
import { Arena } from './arena';
import { check, longestUnavailability, type Findings } from './checks';
import type { Operation } from './history';
import { inject } from './inject';
import { LIMITS, NODES, type Scenario } from './scenarios';

export interface Verdict {
  readonly scenario: string;
  readonly seed: number;
  readonly operations: number;
  readonly ok: number;
  readonly fail: number;
  readonly unknown: number;
  readonly findings: Findings;
  readonly unavailable: { readonly ms: number; readonly key: string };
  readonly measured: ReadonlyMap<string, number>;
  /** Broken promises. */
  readonly wrong: readonly string[];
  /** The same, and whatever took longer than its limit; nothing when the ring has passed. */
  readonly problems: readonly string[];
  readonly history: readonly Operation[];
  /** What the nodes wrote, for the search of the reason. */
  readonly logs: ReadonlyMap<string, string>;
}

const WARM_UP_MS = 1_500;
const AFTERWARDS_MS = 1_500;
const PATIENCE_MS = 60_000;

export async function runScenario(scenario: Scenario, seed: number): Promise<Verdict> {
  const lab = new Lab();
  try {
    const nodes = await lab.startRing(NODES, { env: { NODE_ENV: 'test' } });
    const arena = new Arena({ lab, nodes, seed, rate: scenario.rate });
    await play(arena, scenario).catch((error: unknown) =>
      arena.wrong.push(`broken off: ${String(error).slice(0, 4_000)}`),
    );
    return verdictOf(arena, scenario, seed);
  } finally {
    await lab.close();
  }
}

async function play(arena: Arena, { fault, rounds }: Scenario): Promise<void> {
  await arena.untilCopies();
  arena.load.start();
  try {
    await arena.lasts(WARM_UP_MS);
    for (let round = 0; round < rounds; round += 1) {
      await inject(arena, fault);
      const ringMs = await arena.lab.untilOneRing(arena.nodes, { withinMs: PATIENCE_MS });
      arena.measure('one ring', ringMs, LIMITS.ringMs);
      await arena.lasts(AFTERWARDS_MS);
    }
  } finally {
    await arena.load.stop();
  }
  arena.measure('three copies', await arena.untilCopies(), LIMITS.copiesMs);
  await arena.load.readAll(arena.nodes);
  arena.load.client.close();
  for (const node of arena.nodes)
    if (!node.isRunning) arena.wrong.push(`${node.address} has ended by itself`);
}

function verdictOf(arena: Arena, { name }: Scenario, seed: number): Verdict {
  const { history, wrong, measured, nodes } = arena;
  const findings = check(history);
  for (const [what, found] of Object.entries(findings) as [string, string[]][])
    wrong.push(...found.map((one) => `${what}: ${one}`));
  const unavailable = longestUnavailability(history);
  const late = [...arena.late];
  if (unavailable.ms > LIMITS.unavailableMs)
    late.push(`${unavailable.key} was unavailable for ${unavailable.ms.toFixed(0)} ms`);
  const unread = history.operations.filter(({ isFinal, outcome }) => isFinal && outcome !== 'ok');
  if (unread.length > 0)
    wrong.push(`${unread.length} final readings failed, one with ${unread[0]?.answer}`);
  return {
    ...{
      history: history.operations,
      scenario: name,
      seed,
      findings,
      unavailable,
      measured,
      wrong,
    },
    problems: [...wrong, ...late],
    operations: history.operations.length,
    ok: history.count('ok'),
    fail: history.count('fail'),
    unknown: history.count('unknown'),
    logs: new Map(nodes.map(({ address, log }) => [address, log])),
  };
}
