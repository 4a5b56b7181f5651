import { encodeRecord } from '../record/record-codec';
import type { StoredRecord } from '../record/stored-record';
import { makeRecord, makeVersion } from '../testing/record-store-conformance';
import type { Stamp } from './change';
import { ChangeLog } from './change-log';

const ALL = { fromId: 'ffff', toId: 'ffff' };
const PLACE = { keyId: '1000', key: 'k' };

/** A log that began at time 100. */
function logOf(over: { changesMax?: number; ageMsMax?: number } = {}) {
  const clock = { wallMs: 100, lastMs: 100 };
  const log = new ChangeLog({
    name: 'aa',
    lastId: 'ffff',
    floor: { timeMs: 100, counter: 0 },
    wallMs: () => clock.wallMs,
    tick: () => ({ timeMs: (clock.lastMs += 1), counter: 0 }),
    changesMax: 1_000,
    ageMsMax: 1_000,
    ...over,
  });
  return { log, clock };
}

/** A record made by writes at these times; the last one is its version. */
function written(times: readonly number[], over: Partial<StoredRecord> = {}): Uint8Array {
  const writes = times.map((timeMs, at) => ({
    id: '0123456789abcdef',
    version: makeVersion(timeMs),
    created: at === 0,
  }));
  const version = makeVersion(times[times.length - 1] as number);
  return encodeRecord(makeRecord(PLACE.keyId, PLACE.key, { version, writes, ...over }));
}

const gone = { deleted: true, value: new Uint8Array(0) };
const told = (log: ChangeLog, sequence = 0) =>
  [...log.behind(sequence, ALL)].map(
    ({ kind, hasGap, key }) => `${kind} ${key}${hasGap ? ' ?' : ''}`,
  );

describe('the log of changes', () => {
  it('marks a change that the next one was made without, which has a gap', () => {
    const { log } = logOf();
    const [first, lost] = [written([101]), written([101, 102])];
    log.note(PLACE, first);
    log.note(PLACE, lost, first);
    log.note(PLACE, written([101, 103]), lost);
    expect(told(log)).toEqual(['created k', 'replaced k', 'replaced k ?']);
    const marks = [...log.behind(0, ALL)].map(({ isPassedOver }) => isPassedOver);
    expect(marks).toEqual([false, true, false]);
  });

  it('reports the kind of each change', () => {
    const { log } = logOf();
    const [first, second, third] = [written([101]), written([101, 102]), written([102, 103], gone)];
    log.note(PLACE, first);
    log.note(PLACE, second, first);
    log.note(PLACE, third, second);
    log.note(PLACE, written([104]), third);
    expect(told(log)).toEqual(['created k', 'replaced k', 'deleted k', 'created k']);
    expect(told(log, 3)).toEqual(['created k']);
    expect([...log.behind(0, ALL)].map(({ isLast }) => isLast)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('reports an expiry once, from whichever source it is noticed first', () => {
    const { log } = logOf();
    const ends = { expiresAtMs: 150 };
    const first = written([101], ends);
    log.note(PLACE, first);
    const emptied = written([101], { ...ends, ...gone });
    log.note(PLACE, emptied, first);
    log.note(PLACE, written([160]), emptied);
    expect(told(log)).toEqual(['created k', 'expired k', 'created k']);
    // Written again before the sweeper removed it.
    const other = logOf().log;
    other.note(PLACE, first);
    other.note(PLACE, written([160]), first);
    expect(told(other)).toEqual(['created k', 'expired k', 'created k']);
    expect([...other.behind(0, ALL)][1]).toMatchObject({ atMs: 150 });
    // A value without expiry was removed, and this log missed that.
    const third = logOf().log;
    const endless = written([101]);
    third.note(PLACE, endless);
    const again = {
      writes: [102, 103].map((timeMs) => ({
        id: '0123456789abcdef',
        version: makeVersion(timeMs),
        created: true,
      })),
    };
    third.note(PLACE, written([103], again), endless);
    expect(told(third)).toEqual(['created k', 'created k ?']);
  });

  it('notices that it has missed a write, by the writes that a record names', () => {
    const { log } = logOf();
    const first = written([101]);
    log.note(PLACE, first);
    log.note(PLACE, written([101, 102, 103]), first);
    expect(told(log)).toEqual(['created k', 'replaced k ?']);
    const other = { keyId: '2000', key: 'new here' };
    log.note(other, written([101, 105]));
    log.note({ keyId: '3000', key: 'old' }, written([90, 106]));
    expect(told(log, 2)).toEqual(['replaced new here ?', 'replaced old']);
  });

  it('leaves out what happened before it began', () => {
    const { log } = logOf();
    log.note(PLACE, written([50, 99]));
    expect(told(log)).toEqual([]);
    expect(log.floorOf(ALL)).toEqual({ timeMs: 100, counter: 0 });
  });

  it.each([
    ['too many', { changesMax: 3 }, 0],
    ['too old', { ageMsMax: 10 }, 12],
  ])('forgets changes that are %s, and records of which ids', (_name, limits, passes) => {
    const { log, clock } = logOf(limits);
    const places = ['1000', '2000', '3000', '4000', '5000'].map((keyId) => ({ keyId, key: keyId }));
    const note = (at: number): void => log.note(places[at]!, written([101 + at]));
    note(0);
    note(1);
    clock.wallMs += passes;
    for (const at of [2, 3, 4]) note(at);
    expect(told(log)).toEqual(['created 3000', 'created 4000', 'created 5000']);
    const floor = (fromId: string, toId: string): Stamp => log.floorOf({ fromId, toId });
    expect(floor('0fff', '1fff')).toEqual({ timeMs: 101, counter: 0 });
    expect(floor('1fff', '2fff')).toEqual({ timeMs: 102, counter: 0 });
    expect(floor('2fff', '3fff')).toEqual({ timeMs: 100, counter: 0 });
    expect(floor('ffff', 'ffff')).toEqual({ timeMs: 102, counter: 0 });
    expect([1, 2, 3].map((sequence) => log.reachesBackTo(sequence))).toEqual([false, true, true]);
  });

  it('has no earlier changes after all records were removed', () => {
    const { log, clock } = logOf();
    log.note(PLACE, written([101]));
    clock.lastMs = 500;
    log.reset();
    expect(told(log)).toEqual([]);
    expect(log.floorOf(ALL).timeMs).toBeGreaterThan(500);
    expect([0, 1].map((sequence) => log.reachesBackTo(sequence))).toEqual([false, true]);
  });

  it('keeps as many as it may, in their order, and marks the last one of each key', () => {
    const { log } = logOf({ changesMax: 1_500 });
    const keys = Array.from({ length: 700 }, (_, at) => at.toString(16).padStart(4, '0'));
    for (let at = 0; at < 2_000; at += 1) {
      const key = keys[at % keys.length]!;
      log.note({ keyId: key, key }, written([101 + at], { key, keyId: key }));
    }
    const changes = [...log.behind(0, ALL)];
    expect(changes.map(({ stamp }) => stamp.timeMs)).toEqual(
      Array.from({ length: 1_500 }, (_, at) => 601 + at),
    );
    expect(changes.map(({ key }) => key)).toEqual(
      changes.map((_, at) => keys[(500 + at) % keys.length]),
    );
    const last = changes.filter(({ isLast }) => isLast);
    expect(last.map(({ sequence }) => sequence)).toEqual(keys.map((_, at) => 1_301 + at));
    const [first] = last;
    log.note({ keyId: first!.keyId, key: first!.key }, written([9_000]));
    expect(first!.isLast).toBe(false);
  });
});
