import { joined, type BytesDone, type Id, type NodeRef, type Pieces } from '@chord-dht/chord';
import { ManualClock } from '@chord-dht/chord/testing';
import { APPEND } from '../messages/replica-bytes';
import type { ReplicaContext } from '../replica/replica-context';
import { B, C, SELF, VIEW } from '../testing/three-members';
import { NO_VIEW } from '../view/view-state';
import { Replication } from './replication';

/** A primary whose disk is done when the test says so, and whose members answer at once. */
function primary() {
  const clock = new ManualClock();
  const sent: { readonly to: Id; readonly records: number }[] = [];
  const commits: (() => void)[] = [];
  const call = (node: NodeRef, request: Pieces, _options: unknown, done: BytesDone): void => {
    const [group] = APPEND.readRequest(joined(request));
    const records = group?.records.length ?? 0;
    sent.push({ to: node.id, records });
    done(undefined, joined(APPEND.writeReply(new Array<'counts'>(records).fill('counts'))));
  };
  const state = { ...NO_VIEW, view: VIEW, synced: true, serving: true };
  const context = {
    chord: { clock, self: SELF },
    calls: { call },
    parameters: { replicaTimeoutMs: 1_000, pageBytesMax: 1_000_000 },
    book: { at: () => ({ state }) },
    underWay: { begin: () => ({ end: () => undefined }) },
    recentWrites: { note: () => undefined },
    records: { append: (_: unknown, done: () => void) => void commits.push(done) },
  } as unknown as ReplicaContext;
  const unheard = {
    onBehind: () => undefined,
    onMissed: () => undefined,
    onSealed: () => undefined,
  };
  const replication = new Replication(context, unheard);
  const acknowledged: string[] = [];
  const write = (key: string): void => {
    const record = { position: { keyId: 'ab', key }, bytes: new TextEncoder().encode(key) };
    replication.write(VIEW, record, (error, result) => {
      acknowledged.push(error === undefined && result === 'reached' ? key : `${key} failed`);
    });
  };
  const endOfTurn = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await undefined;
  };
  const groups = (): number[] => sent.filter(({ to }) => to === B.id).map(({ records }) => records);
  return { clock, sent, commits, acknowledged, write, endOfTurn, groups };
}

describe('the writes of a primary', () => {
  it('go to each member in one message where they come in one turn', async () => {
    const { sent, commits, acknowledged, write, endOfTurn } = primary();
    write('x');
    write('y');
    await endOfTurn();
    expect(sent).toEqual([
      { to: B.id, records: 2 },
      { to: C.id, records: 2 },
    ]);
    expect(acknowledged).toEqual([]);
    commits.shift()?.();
    expect(acknowledged).toEqual(['x', 'y']);
  });

  it('share the next message where they come while a group is on its way to the disk', async () => {
    const { commits, acknowledged, write, endOfTurn, groups } = primary();
    write('first');
    await endOfTurn();
    for (const key of ['x', 'y', 'z']) {
      write(key);
      await endOfTurn();
    }
    expect(groups()).toEqual([1]);
    commits.shift()?.();
    await endOfTurn();
    expect(groups()).toEqual([1, 3]);
    commits.shift()?.();
    expect(acknowledged).toEqual(['first', 'x', 'y', 'z']);
    write('alone again');
    await endOfTurn();
    expect(groups()).toEqual([1, 3, 1]);
  });

  it('wait for a slow disk no longer than the gathering takes', async () => {
    const { clock, commits, acknowledged, write, endOfTurn, groups } = primary();
    write('first');
    await endOfTurn();
    write('x');
    write('y');
    await endOfTurn();
    expect(groups()).toEqual([1]);
    await clock.advance(1);
    await endOfTurn();
    expect(groups()).toEqual([1, 2]);
    for (const commit of commits) commit();
    expect(acknowledged).toEqual(['first', 'x', 'y']);
    await endOfTurn();
    expect(groups()).toEqual([1, 2]);
  });
});
