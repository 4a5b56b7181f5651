import type { MemoryRecordStore } from '@chord-dht/store';
import { EventLoop, NodeClock, SeededRandom, VirtualClock } from '@chord-dht/chord/testing';
import { describeRecordStore, makeRecord } from '@chord-dht/store/testing/record-store-conformance';
import { testHost } from '../testing/node-host';
import type { DiskStore } from './disk-store';
import { VirtualDisk, type DiskFate } from './virtual-disk';

/** A clock on which everything is due at once, for a suite without virtual time. */
const hurried = {
  nowMs: () => 0,
  wallMs: () => 0,
  after: (_ms: number, task: () => void) => {
    void Promise.resolve().then(task);
    return () => undefined;
  },
};

function insideOf(store: DiskStore): MemoryRecordStore {
  return (store as unknown as { seen: MemoryRecordStore }).seen;
}

describeRecordStore('virtual', async () => {
  const disk = new VirtualDisk(new SeededRandom(1));
  const open = () => disk.open({ clock: hurried, onFatal: () => undefined });
  let store = open();
  return {
    idWidth: 4,
    store,
    damage: async ({ keyId, key }, change) => {
      expect(insideOf(store).damage(keyId, key, change)).toBe(true);
    },
    place: async (position, bytes) => insideOf(store).place(position, bytes.slice()),
    reopen: async () => {
      disk.abandon('kept');
      store = open();
      return store;
    },
    fill: async () => void (disk.isFull = true),
    free: async () => void (disk.isFull = false),
    close: () => store.close(),
  };
});

class Machine {
  readonly clock = new VirtualClock();
  readonly loop = new EventLoop(this.clock, testHost);
  readonly disk = new VirtualDisk(new SeededRandom(7));
  fatal = 0;
  private process = new NodeClock(this.clock);
  store = this.start();

  start(): DiskStore {
    this.process = new NodeClock(this.clock);
    return this.disk.open({ clock: this.process, onFatal: () => (this.fatal += 1) });
  }

  crash(fate: DiskFate): void {
    this.process.kill();
    this.disk.abandon(fate);
    this.store = this.start();
  }

  keys(): string[] {
    const everything = { fromId: '0000', toId: '0000' };
    return this.store.scanHeads(everything, { records: 100 }).items.map(({ key }) => key);
  }
}

const record = (key: string) => makeRecord(`00${key.length}0`, key);

describe('a virtual disk', () => {
  it('shows committed writes before they are durable, and keeps only durable ones over a loss of power', async () => {
    const machine = new Machine();
    await machine.loop.settle(machine.store.write({ put: [record('durable')] }));
    void machine.store.write({ put: [record('visible')] });
    expect(machine.keys()).toEqual(['durable']);
    expect(await machine.loop.runUntil(() => machine.keys().length === 2, 100)).toBe(true);
    machine.crash('power');
    expect(machine.keys()).toEqual(['durable']);
  });

  it('keeps committed writes when only the process dies, and nothing when it is wiped', async () => {
    const machine = new Machine();
    void machine.store.write({ put: [record('visible')] });
    await machine.loop.runUntil(() => machine.keys().length === 1, 100);
    machine.crash('kept');
    expect(machine.keys()).toEqual(['visible']);
    await machine.loop.settle(machine.store.putState('name', 'value'));
    machine.crash('wiped');
    expect([machine.keys(), machine.store.getState('name')]).toEqual([[], undefined]);
  });

  it('ends the process when a commit fails: nothing of it or behind it is written', async () => {
    const machine = new Machine();
    machine.disk.failsNext = true;
    let answered = 0;
    for (const key of ['one', 'two'])
      void machine.store.write({ put: [record(key)] }).then(() => (answered += 1));
    await machine.loop.advance(100);
    expect(answered).toBe(0);
    expect(machine.fatal).toBe(1);
    machine.crash('kept');
    expect(machine.keys()).toEqual([]);
    await machine.loop.settle(machine.store.write({ put: [record('well')] }));
    expect(machine.keys()).toEqual(['well']);
  });

  it('is as slow as it is configured', async () => {
    const machine = new Machine();
    machine.disk.extraMs = 500;
    await machine.loop.settle(machine.store.putState('name', 'value'));
    expect(machine.clock.nowMs()).toBeGreaterThan(500);
  });
});
