import type { InvariantDto, MemberDto } from '../dto/ring.dto';
import type { UnservedArcDto } from '../dto/unserved-arc.dto';
import { healthOf } from './health';

const self = 'localhost:5000';

function member(port: number, state: MemberDto['state'] = 'member', place = ''): MemberDto {
  const address = `localhost:${port}${place}`;
  const node = { id: address, printedId: address, address, position: 0 };
  const nothing = {
    predecessor: null,
    successors: [],
    fingers: [],
    share: null,
    keys: 0,
    ownBytes: 0,
    copies: 0,
    bytes: 0,
    moving: null,
  };
  return { node, state, self: port === 5000, ageMs: 0, ...nothing };
}

const broken = (name: string, nodes: string[]): InvariantDto => ({
  name,
  holds: false,
  detail: 'x',
  nodes,
});
const health = (
  members: MemberDto[],
  invariants: InvariantDto[] = [],
  complete = true,
  settling: string[] = [],
  unserved: UnservedArcDto[] = [],
) => healthOf({ self, members, complete, invariants, copiesWanted: 3, settling, unserved });

describe('the health of a ring', () => {
  it('is a sentence about five nodes, and honest about the copies', () => {
    const five = [5000, 5001, 5002, 5003, 5004].map((port) => member(port));
    expect(health(five)).toEqual({
      state: 'healthy',
      sentence: 'Ring healthy: 5 nodes, every key on 3 of 3 nodes.',
      nextStep: null,
      copiesWanted: 3,
      copies: 3,
    });
  });

  it('reports the progress of moving copies, and the remaining time', () => {
    const moving = { records: 600_000, done: 250_000, recordsPerSecond: 40_000, secondsLeft: 9 };
    const two = [
      { ...member(5000), moving },
      { ...member(5001), moving: { ...moving, secondsLeft: 12 } },
    ];
    expect(health(two, [], true, ['localhost:5001']).sentence).toBe(
      'Ring settling: copies of some keys are being brought to where they belong at localhost:5001: ' +
        '500,000 of 1,200,000 records, 80,000 a second, about 12 s are left.',
    );
    const few = { records: 9_999, done: 0, recordsPerSecond: 0, secondsLeft: null };
    expect(
      health([member(5000), { ...member(5001), moving: few }], [], true, ['localhost:5001'])
        .sentence,
    ).toMatch(/at localhost:5001\.$/);
  });

  it('reports a ring that is too small for all copies, and copies that are being moved', () => {
    const two = [member(5000), member(5001)];
    expect(health(two)).toMatchObject({
      state: 'healthy',
      sentence: 'Ring healthy: 2 nodes, every key on 2 of 3 nodes.',
      nextStep: 'Start another node: with 3 nodes every key survives the loss of one.',
    });
    expect(health(two, [], true, ['localhost:5001'])).toMatchObject({
      state: 'degraded',
      sentence: expect.stringContaining('at localhost:5001'),
    });
  });

  it('reports keys that cannot be served, and the nodes to start, before anything else', () => {
    const members = [5000, 5001, 5002].map((port) => `localhost:${port}`);
    const arc = { from: '1', to: '2', share: 0.25, keys: 4, members };
    const lonely = health([member(5000, 'alone')], [], true, [], [{ ...arc, share: 1 }]);
    expect(lonely).toMatchObject({
      state: 'broken',
      sentence:
        'Ring broken: all keys (1 arc, about 4 with a copy left) cannot be served: localhost:5001 and localhost:5002 are missing, and too few of their home replicas are left.',
      nextStep: 'Start localhost:5001 or localhost:5002 again.',
    });
    const two = [member(5000), member(5003)];
    expect(health(two, [], true, ['localhost:5000'], [arc])).toMatchObject({
      state: 'degraded',
      sentence: expect.stringContaining('25.0 % of the keys (1 arc'),
      nextStep: 'Start localhost:5001 or localhost:5002 again.',
    });
  });

  it('never counts missing copies, and always names a next step', () => {
    const members = [5000, 5001, 5002].map((port) => `localhost:${port}`);
    const arc = { from: '1', to: '2', share: 0.25, keys: 4, members };
    const five = [5000, 5003, 5004, 5005, 5006].map((port) => member(port));
    const silent = [...five.slice(1), member(5000, 'unreachable')];
    expect(health(five, [], true, [], [arc])).toMatchObject({ copiesWanted: 3, copies: 1 });
    expect(health(five, [], true, ['localhost:5003']).copies).toBe(2);
    expect(health(silent, [], false).copies).toBe(2);
    for (const settling of [
      health(five, [], true, ['localhost:5003']),
      health(five, [broken('OrderedSuccessorLists', [])]),
      health(silent, [], false),
      health(five, [], true, [], [arc]),
    ])
      expect(settling.nextStep).not.toMatch(/^Nothing/);
  });

  it('shows the only node how to start a second one', () => {
    const { state, nextStep } = health([member(5000, 'alone')]);
    expect(state).toBe('alone');
    expect(nextStep).toContain('--port 5001 --join localhost:5000');
  });

  it('counts nodes and not positions, for the copies lie on distinct nodes', () => {
    const at = (port: number, count: number): MemberDto[] =>
      Array.from({ length: count }, (_, index) =>
        member(port, 'member', index === 0 ? '' : `#${index}`),
      );
    expect(health([...at(5000, 4), ...at(5001, 4)])).toMatchObject({
      state: 'healthy',
      copies: 2,
      sentence: 'Ring healthy: 2 nodes at 8 positions, every key on 2 of 3 nodes.',
    });
    expect(health(at(5000, 4))).toMatchObject({ state: 'alone', copies: 1 });
    const silent = [...at(5000, 4), ...at(5001, 3), member(5001, 'unreachable', '#3')];
    expect(health(silent, [], false).sentence).toContain(
      '7 of 8 positions answered; silent at localhost:5001#3',
    );
  });

  it('names the silent', () => {
    const silent = (port: number) => member(port, 'unreachable');
    expect(health([member(5000), silent(5001)], [], false)).toMatchObject({
      state: 'degraded',
      sentence:
        'Ring degraded: 1 of 2 nodes answered; silent at localhost:5001. Its keys are served by the other home replicas.',
      nextStep: 'Start it again, or leave it to the ring to restore the copies.',
    });
    expect(health([member(5000), silent(5001), silent(5002)], [], false)).toMatchObject({
      nextStep: 'Start them again, or leave it to the ring to restore the copies.',
    });
  });

  it('distinguishes a broken ring from one that settles', () => {
    const two = [member(5000), member(5001)];
    expect(health(two, [broken('AtMostOneRing', ['localhost:5001'])])).toMatchObject({
      state: 'broken',
      sentence: 'Ring broken: AtMostOneRing does not hold at localhost:5001.',
    });
    expect(health(two, [broken('OrderedSuccessorLists', ['localhost:5001'])]).state).toBe(
      'degraded',
    );
    expect(health(two, [], false).state).toBe('degraded');
  });
});
