// Plays one scenario from the first operation to the verdict.
import { loadavg } from 'node:os';
import { overhear } from '../harness/event-stream';
import { send } from '../harness/http';
import { Lab } from '../harness/lab';
import { Arena, NODES } from './arena/arena';
import { check, longestUnavailability, type Findings } from './arena/checks';
import {
  clientOperations,
  errorsPercent,
  latenciesOf,
  percentile,
  type Yardstick,
} from './arena/figures';
import type { Operation } from './arena/history';
import { inject } from './inject';
import { judge, type Judged } from './arena/limits';
import type { Scenario } from './scenarios';

export interface Verdict {
  readonly scenario: string;
  readonly about: string;
  readonly seed: number;
  readonly operations: number;
  readonly ok: number;
  readonly fail: number;
  readonly unknown: number;
  readonly findings: Findings;
  readonly measured: ReadonlyMap<string, number>;
  readonly judged: readonly Judged[];
  /** Broken promises; nothing when the ring has passed. */
  readonly wrong: readonly string[];
  /** Figures beyond their limits, and whose they are. */
  readonly late: readonly string[];
  /** Of the machine, at the end. */
  readonly loadAverage: number;
  readonly history: readonly Operation[];
  /** What the nodes wrote, for the search of the reason. */
  readonly logs: ReadonlyMap<string, string>;
}

const WARM_UP_MS = 1_500;
const AFTERWARDS_MS = 1_500;
const OVERHEARD_MS = 5_000;

/** @param yardstick of a quiet run of the same session; without it nothing is compared */
export async function runScenario(
  scenario: Scenario,
  seed: number,
  yardstick?: Yardstick,
): Promise<Verdict> {
  const lab = new Lab();
  try {
    const { rate, args = [] } = scenario;
    const nodes = await lab.startRing(NODES, { env: { NODE_ENV: 'test' }, args });
    const arena = new Arena({ lab, nodes, seed, rate, yardstick });
    let lastWords: [string, string][] = [];
    await play(arena, scenario).catch(async (error: unknown) => {
      arena.wrong.push(`broken off: ${String(error).slice(0, 4_000)}`);
      lastWords = await overhearAll(arena);
    });
    const verdict = verdictOf(arena, scenario, seed);
    return { ...verdict, logs: new Map([...verdict.logs, ...lastWords]) };
  } finally {
    await lab.close();
  }
}

/** What the nodes did about it when the ring did not become whole. */
function overhearAll({ nodes }: Arena): Promise<[string, string][]> {
  return Promise.all(
    nodes
      .filter(({ isRunning }) => isRunning)
      .map(async (node): Promise<[string, string]> => {
        const view = await send(node.port, 'GET', '/api/v1/node').catch(String);
        const seen = typeof view === 'string' ? view : view.text;
        return [`${node.address}-events`, `${seen}\n${await overhear(node, OVERHEARD_MS)}`];
      }),
  );
}

async function play(arena: Arena, { faults }: Scenario): Promise<void> {
  await arena.untilCopies();
  arena.load.start();
  try {
    await arena.lasts(WARM_UP_MS);
    arena.beginsMs = performance.now();
    for (const fault of faults) {
      await inject(arena, fault);
      const ringMs = await arena.lab.untilOneRing(arena.nodes);
      arena.measure('one ring ms', ringMs);
      await arena.lasts(AFTERWARDS_MS);
    }
  } finally {
    await arena.load.stop();
  }
  // Nobody can tell the copies of a key for which nobody can speak.
  if (!arena.isMaimed) arena.measure('three copies ms', await arena.untilCopies());
  await arena.load.readAll(arena.nodes, arena.lost);
  arena.load.client.close();
  for (const node of arena.nodes)
    if (!node.isRunning) arena.wrong.push(`${node.address} has ended by itself`);
}

function verdictOf(arena: Arena, scenario: Scenario, seed: number): Verdict {
  const { history, wrong, measured, nodes } = arena;
  const findings = check(history);
  for (const [what, found] of Object.entries(findings) as [string, string[]][])
    wrong.push(...found.map((one) => `${what}: ${one}`));
  const unread = unreadAtLast(history.operations).filter(({ key }) => !arena.lost(key));
  if (unread.length > 0)
    wrong.push(`${unread.length} final readings failed, one with ${unread[0]?.answer}`);
  const out = longestUnavailability(history);
  measureLoad(arena, out.ms);
  const judged = judge(measured, scenario.limits ?? {});
  const late = judged
    .filter(({ holds }) => !holds)
    .map(({ figure, value, limit }) => {
      const whose = figure === 'key out ms' ? ` (${out.key})` : '';
      return `${figure}${whose}: ${value.toFixed(1)}, more than ${limit}`;
    });
  return {
    ...{ scenario: scenario.name, about: scenario.about, seed, findings, measured, judged },
    ...{ wrong, late, history: history.operations, loadAverage: loadavg()[0] ?? 0 },
    operations: history.operations.length,
    ok: history.count('ok'),
    fail: history.count('fail'),
    unknown: history.count('unknown'),
    logs: new Map(nodes.map(({ address, log }) => [address, log])),
  };
}

/** Final readings that failed, of keys that the node has not answered for at another try either. */
function unreadAtLast(operations: readonly Operation[]): Operation[] {
  const finals = operations.filter(({ isFinal }) => isFinal);
  const nameOf = ({ key, node }: Operation): string => `${node} ${key}`;
  const answered = new Set(finals.filter(({ outcome }) => outcome === 'ok').map(nameOf));
  const failed = finals.filter((one) => !answered.has(nameOf(one)));
  return [...new Map(failed.map((one) => [nameOf(one), one])).values()];
}

/** What clients saw from the first fault on. */
function measureLoad(arena: Arena, outMs: number): void {
  const { history, beginsMs, yardstick } = arena;
  const asked = clientOperations(history).filter(({ startMs }) => startMs >= beginsMs);
  if (asked.length === 0) return;
  const p99Ms = percentile(latenciesOf(asked), 0.99);
  arena.measure('key out ms', outMs);
  arena.measure('errors %', errorsPercent(asked, history.outages));
  arena.measure('p99 ms', p99Ms);
  if (yardstick) arena.measure('p99 ratio', p99Ms / yardstick.p99Ms);
  if (!arena.isMaimed) return;
  const finals = history.operations.filter(({ isFinal }) => isFinal);
  const keysOf = (operations: readonly Operation[]) => new Set(operations.map(({ key }) => key));
  arena.measure('keys', keysOf(finals).size);
  arena.measure(
    'keys without an answer',
    keysOf(finals.filter((one) => one.outcome !== 'ok')).size,
  );
}
