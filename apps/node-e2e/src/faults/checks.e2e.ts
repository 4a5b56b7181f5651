// The checkers are trusted because they notice stores that are broken on purpose: simulated nodes in one
// process, whose histories are recorded as those of real nodes are.
import { acknowledgedOnBothSides, check, longestUnavailability } from './arena/checks';
import { History, type Kind, type Operation } from './arena/history';
import { NO_RETRY_AFTER } from './arena/key-client';

interface Broken {
  /** What a crash leaves of a value that was acknowledged. */
  readonly keeps?: boolean;
  /** Readings come from a replica that hears of writes late. */
  readonly isStale?: boolean;
  /** Conditions are compared before the write and not with it. */
  readonly racesOnConditions?: boolean;
  /** A crash brings deleted values back. */
  readonly forgetsTombstones?: boolean;
  /** A write that is repeated is done twice. */
  readonly repeats?: boolean;
}

/** A store of one key in virtual time; every operation takes one tick, and the next begins a tick later. */
class SimulatedStore {
  readonly history = new History();
  private nowMs = 0;
  private value: string | null = null;
  private version = 0;
  private onReplica: string | null = null;
  private beforeDeletion: string | null = null;

  constructor(
    private readonly key: string,
    private readonly broken: Broken,
  ) {}

  write(value: string, outcome: Operation['outcome'] = 'ok'): void {
    if (outcome !== 'fail') this.set(value);
    this.note('write', value, outcome);
  }

  read(isFinal = false): void {
    this.note('read', this.broken.isStale ? this.onReplica : this.value, 'ok', { isFinal });
    this.onReplica = this.value;
  }

  remove(): void {
    this.beforeDeletion = this.value;
    this.set(null);
    this.note('remove', null, 'ok');
  }

  /** Two clients at the same time, on the version that is there. */
  compete(one: string, other: string): void {
    const basis = String(this.version);
    for (const value of [one, other]) {
      const holds = this.broken.racesOnConditions || basis === String(this.version);
      if (holds) this.set(value);
      this.note('swap', value, holds ? 'ok' : 'fail', { basis, takesNoTime: true });
    }
    this.nowMs += 2;
  }

  crash(): void {
    if (this.broken.keeps === false) this.value = null;
    if (this.broken.forgetsTombstones) this.value = this.beforeDeletion;
  }

  repeat(value: string): void {
    if (this.broken.repeats) this.set(value);
  }

  private set(value: string | null): void {
    this.value = value;
    this.version += 1;
  }

  private note(
    kind: Kind,
    value: string | null,
    outcome: Operation['outcome'],
    more: { basis?: string; isFinal?: boolean; takesNoTime?: boolean } = {},
  ): void {
    const { takesNoTime, ...rest } = more;
    this.history.operations.push({
      ...{ kind, key: this.key, value, outcome, startMs: this.nowMs, endMs: this.nowMs + 1 },
      ...{ node: 'simulated', wasHealthy: true, answer: outcome === 'ok' ? '200' : '412', ...rest },
    });
    if (!takesNoTime) this.nowMs += 2;
  }
}

/** The same life for every store. */
function live(broken: Broken) {
  const register = new SimulatedStore('register-1', broken);
  register.write('a');
  register.read();
  register.write('b');
  register.repeat('a');
  register.read();
  register.compete('c', 'd');
  register.write('not done', 'fail');
  register.crash();
  register.read(true);
  const deleted = new SimulatedStore('deleted-1', broken);
  deleted.write('e');
  deleted.remove();
  deleted.crash();
  deleted.read(true);
  const history = new History();
  history.operations.push(...register.history.operations, ...deleted.history.operations);
  const findings = check(history);
  return Object.entries(findings).flatMap(([what, found]: [string, string[]]) =>
    found.length > 0 ? [what] : [],
  );
}

describe('the checkers of histories', () => {
  it('find nothing in a store that is right', () => {
    expect(live({})).toEqual([]);
  });

  it.each<[string, Broken, string]>([
    ['that has its values in memory only', { keeps: false }, 'lost'],
    ['that reads from a stale replica', { isStale: true }, 'stale'],
    ['that does a repeated write again', { repeats: true }, 'stale'],
    ['that compares and writes in two steps', { racesOnConditions: true }, 'doubleSwaps'],
    ['that forgets its deletions', { forgetsTombstones: true }, 'resurrected'],
  ])('flag a store %s', (_what, broken, finding) => {
    expect(live(broken)).toContain(finding);
  });

  it('flag a value that was refused and is there, one that nobody wrote, and a defect', () => {
    const one = (more: Partial<Operation>): Operation => ({
      ...{ kind: 'read', key: 'register-1', value: 'x', outcome: 'ok', startMs: 0, endMs: 1 },
      ...{ node: 'simulated', wasHealthy: true, answer: '200' },
      ...more,
    });
    const found = (...operations: Operation[]) => {
      const history = new History();
      history.operations.push(...operations);
      return check(history);
    };
    const refused = one({ kind: 'write', outcome: 'fail', answer: '503 UNAVAILABLE not-applied' });
    expect(found(refused, one({ startMs: 2, endMs: 3 })).unwritten).toHaveLength(1);
    expect(found(one({})).unwritten).toHaveLength(1);
    expect(found(one({ outcome: 'fail', answer: '500 DEFECT' })).unexpected).toHaveLength(1);
    const unsaid = one({ outcome: 'fail', answer: `503 OVERLOADED ${NO_RETRY_AFTER}` });
    expect(found(unsaid).unexpected).toHaveLength(1);
  });

  it('take a write of unknown outcome for possible at any later time, or never', () => {
    const store = new SimulatedStore('register-1', {});
    store.write('a');
    store.write('b', 'unknown');
    store.read();
    const { operations } = store.history;
    const stillOld = operations.map((operation) =>
      operation.kind === 'read' ? { ...operation, value: 'a' } : operation,
    );
    for (const possible of [operations, stillOld]) {
      const history = new History();
      history.operations.push(...possible);
      expect(check(history)).toMatchObject({ stale: [], unwritten: [], lost: [] });
    }
  });

  it('notice a key that both sides of a partition acknowledge after the cut, and no other', () => {
    const history = new History();
    const write = (key: string, node: string, startMs: number, outcome: Operation['outcome']) =>
      history.operations.push({
        ...{ kind: 'write', key, value: 'a', node, outcome, startMs, endMs: startMs + 5 },
        ...{ wasHealthy: true, answer: outcome === 'ok' ? '200' : '503' },
      });
    const found = (): string[] => acknowledgedOnBothSides(history, new Set(['few']), 100);
    write('before the cut', 'few', 90, 'ok');
    write('before the cut', 'many', 110, 'ok');
    write('of the majority', 'few', 110, 'fail');
    write('of the majority', 'many', 120, 'ok');
    write('of the minority', 'few', 110, 'ok');
    write('of the minority', 'many', 120, 'unknown');
    expect(found()).toEqual([]);
    write('of both', 'many', 110, 'ok');
    write('of both', 'few', 130, 'ok');
    expect(found()).toEqual(['both sides acknowledged of both, the minority with 200']);
  });

  it('measure how long a key was out, also when answers were only late, and excuse what was down', () => {
    const history = new History();
    const ask = (startMs: number, endMs: number, outcome: Operation['outcome']): Operation => ({
      ...{ kind: 'read', key: 'register-1', value: null, outcome, startMs, endMs },
      ...{ node: 'simulated', wasHealthy: true, answer: outcome === 'ok' ? '200' : '503' },
    });
    history.operations.push(ask(0, 5, 'ok'), ask(10, 20, 'fail'), ask(30, 410, 'ok'));
    expect(longestUnavailability(history)).toEqual({ ms: 400, key: 'register-1' });
    history.outages.push({ startMs: 0, endMs: 300, concerns: () => true });
    expect(longestUnavailability(history).ms).toBe(110);
  });
});
