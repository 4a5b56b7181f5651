import { ChordError, joined, type BytesDone, type Id, type NodeRef } from '@chord-dht/chord';
import { ManualClock } from '@chord-dht/chord/testing';
import { CONFIRM, type Standing, type ViewCheck, type Vote } from '../messages/replica-bytes';
import type { ReplicaContext } from '../replica/replica-context';
import type { Segment } from '../view/view-map';
import { B, C, SELF, VIEW } from '../testing/three-members';
import { NO_VIEW } from '../view/view-state';
import { Confirms } from './confirms';

const segment = (fromId: Id, toId: Id): Segment => ({
  arc: { fromId, toId },
  state: { ...NO_VIEW, view: VIEW, synced: true, serving: true },
});

interface Round {
  readonly member: Id;
  readonly checks: readonly ViewCheck[];
  readonly answer: (standing: Partial<Standing>) => void;
  readonly fail: () => void;
}

function primary() {
  const clock = new ManualClock();
  const rounds: Round[] = [];
  const heard: string[] = [];
  const call = (node: NodeRef, bytes: Uint8Array, _timeoutMs: number, done: BytesDone): void => {
    const standing = { incarnation: 'first', revision: 1, votes: [] };
    rounds.push({
      member: node.id,
      checks: CONFIRM.readRequest(bytes),
      answer: (changes) => done(undefined, joined(CONFIRM.writeReply({ ...standing, ...changes }))),
      fail: () => done(new ChordError('UNREACHABLE', 'gone'), new Uint8Array(0)),
    });
  };
  const context = {
    chord: { clock, self: SELF },
    calls: { call },
    parameters: { replicaTimeoutMs: 1_000 },
    events: { emit: (event: { type: string }) => heard.push(event.type) },
  } as unknown as ReplicaContext;
  const confirms = new Confirms(context, {
    onBehind: (keyId, node) => heard.push(`behind ${keyId} ${node.id}`),
    onSealed: (keyId) => heard.push(`sealed ${keyId}`),
  });
  /** The rounds that are sent by now. */
  const sent = async (): Promise<Round[]> => {
    for (let turn = 0; turn < 5; turn += 1) await undefined;
    return rounds.splice(0);
  };
  return { clock, confirms, sent, heard };
}

const counts: Vote[] = ['counts'];

describe('a round of confirmations', () => {
  it('asks one member once for all readings of a turn, and names each view once', async () => {
    const { confirms, sent } = primary();
    const arc = segment('0', '8');
    const readings = [1, 2, 3].map(() => confirms.stands(arc, VIEW));
    const [round, ...others] = await sent();
    expect(others).toEqual([]);
    expect(round?.checks).toEqual([
      { view: { epoch: 4, lineage: VIEW.lineage }, fromId: '0', toId: '8' },
    ]);
    round?.answer({ votes: counts });
    expect(await Promise.all(readings)).toEqual(['reached', 'reached', 'reached']);
  });

  it('counts no answer for a reading that came after the question', async () => {
    const { confirms, sent } = primary();
    const arc = segment('0', '8');
    let result: string | undefined;
    const before = confirms.stands(arc, VIEW);
    const [round] = await sent();
    void confirms.stands(arc, VIEW).then((majority) => (result = majority));
    round?.answer({ votes: counts });
    expect(await before).toBe('reached');
    const [next, ...others] = await sent();
    expect([others, result]).toEqual([[], undefined]);
    next?.answer({ votes: counts });
    await sent();
    expect(result).toBe('reached');
  });

  it('lets what comes while a member is asked share the next question, but not wait for long', async () => {
    const { clock, confirms, sent } = primary();
    const arc = segment('0', '8');
    const ask = (): Promise<string> => confirms.stands(arc, VIEW);
    // The members take turns, so the third finds the first one asked already.
    const rounds: Round[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      void ask();
      rounds.push(...(await sent()));
    }
    expect(rounds.map(({ member }) => member)).toEqual(['b', 'c']);
    const readings = [ask()];
    expect(await sent()).toEqual([]);
    readings.push(ask());
    rounds[0]?.answer({ votes: counts });
    const [shared, ...others] = await sent();
    expect([shared?.member, shared?.checks, others]).toEqual(['b', [], []]);
    readings.push(ask());
    expect((await sent()).map(({ member }) => member)).toEqual([]);
    await clock.advance(1);
    const [next] = await sent();
    shared?.answer({});
    next?.answer({ votes: counts });
    expect(await Promise.all(readings)).toEqual(['reached', 'reached', 'reached']);
  });

  it('tells all readings of a turn, also behind one that fails when it is told', async () => {
    const { confirms, sent, heard } = primary();
    const all = segment('0', 'f');
    confirms.ask(
      all,
      VIEW,
      { trace: undefined, witness: undefined },
      {
        told: () => {
          throw new TypeError('ours');
        },
      },
    );
    const next = confirms.stands(all, VIEW);
    const [round] = await sent();
    round?.answer({ votes: counts });
    expect(await next).toBe('reached');
    expect(heard).toEqual(['store-fault']);
  });

  it('does not name again what stood, while the views of the member are unchanged', async () => {
    const { confirms, sent } = primary();
    const arc = segment('0', '8');
    const asked = new Set<Id>();
    for (let turn = 0; turn < 4; turn += 1) {
      const reading = confirms.stands(arc, VIEW);
      const [round] = await sent();
      expect(round?.checks).toHaveLength(asked.has(round!.member) ? 0 : 1);
      round?.answer({ votes: asked.has(round.member) ? [] : counts });
      asked.add(round!.member);
      expect(await reading).toBe('reached');
    }
    expect(asked).toEqual(new Set(['b', 'c']));
  });

  it.each([
    ['another revision', { revision: 2 }],
    ['another incarnation', { incarnation: 'second' }],
  ])('names it again after %s, and counts only the answer to that', async (_name, change) => {
    const { confirms, sent } = primary();
    const arc = segment('0', '8');
    // The members take turns, so both have been asked after two readings.
    for (let members = 0; members < 2; members += 1) {
      const first = confirms.stands(arc, VIEW);
      (await sent())[0]?.answer({ votes: counts });
      await first;
    }
    let result: string | undefined;
    void confirms.stands(arc, VIEW).then((majority) => (result = majority));
    const [round] = await sent();
    expect(round?.checks).toEqual([]);
    round?.answer(change);
    const [again] = await sent();
    expect(result).toBeUndefined();
    expect(again?.checks).toHaveLength(1);
    expect(again?.member).toBe(round?.member);
    again?.answer({ ...change, votes: ['sealed'] });
    const [other] = await sent();
    expect(other?.member).not.toBe(round?.member);
    other?.answer({ votes: [], ...change, revision: 9 });
    const [last] = await sent();
    last?.answer({ votes: ['sealed'], revision: 9, ...(change as object) });
    await sent();
    expect(result).toBe('refused');
  });

  it('names parts of an arc that were cut since, though the view is the same', async () => {
    const { confirms, sent } = primary();
    for (const arc of [segment('0', '8'), segment('0', '8'), segment('0', '4')]) {
      const reading = confirms.stands(arc, VIEW);
      const [round] = await sent();
      expect(round?.checks.map(({ toId }) => toId)).toEqual([arc.arc.toId]);
      round?.answer({ votes: counts });
      expect(await reading).toBe('reached');
    }
  });

  it('asks the next member when one does not count, and says why', async () => {
    const { confirms, sent, heard } = primary();
    const reading = confirms.stands(segment('0', '8'), VIEW);
    (await sent())[0]?.answer({ votes: ['behind'] });
    (await sent())[0]?.answer({ votes: counts });
    expect(await reading).toBe('reached');
    expect(heard).toEqual(['behind 8 b']);
  });

  it('does not wait for a slow member alone, and asks it last from then on', async () => {
    const { clock, confirms, sent } = primary();
    const arc = segment('0', '8');
    const reading = confirms.stands(arc, VIEW);
    const [slow] = await sent();
    await clock.advance(200);
    const [other] = await sent();
    expect(other?.member).not.toBe(slow?.member);
    other?.answer({ votes: counts });
    expect(await reading).toBe('reached');
    for (let turn = 0; turn < 3; turn += 1) {
      const next = confirms.stands(arc, VIEW);
      const [round] = await sent();
      expect(round?.member).toBe(other?.member);
      round?.answer({ votes: round.checks.map((): Vote => 'counts') });
      await next;
    }
  });

  it('does without a round when the member that asks has said where it stands', async () => {
    const { confirms, sent } = primary();
    const arc = segment('0', '8');
    const witness = { node: B, incarnation: 'first', revision: 1 };
    const unknown = confirms.stands(arc, VIEW, undefined, witness);
    const [round] = await sent();
    // It is asked itself, because it will ask again.
    expect(round?.member).toBe('b');
    round?.answer({ votes: counts });
    expect(await unknown).toBe('reached');
    expect(await confirms.stands(arc, VIEW, undefined, witness)).toBe('reached');
    expect(await sent()).toEqual([]);
  });

  it.each([
    ['another revision', { revision: 2 }],
    ['another incarnation', { incarnation: 'second' }],
    ['another member', { node: C }],
  ])('asks in spite of a witness with %s', async (_name, change) => {
    const { confirms, sent } = primary();
    const arc = segment('0', '8');
    const witness = { node: B, incarnation: 'first', revision: 1 };
    const first = confirms.stands(arc, VIEW, undefined, witness);
    (await sent())[0]?.answer({ votes: counts });
    await first;
    let result: string | undefined;
    const reading = confirms.stands(arc, VIEW, undefined, { ...witness, ...change });
    void reading.then((majority) => (result = majority));
    const [round] = await sent();
    expect([round?.member, result]).toEqual([
      (change as { node?: NodeRef }).node?.id ?? 'b',
      undefined,
    ]);
  });

  it('asks for a view of which the witness has not said that it stands', async () => {
    const { confirms, sent } = primary();
    const witness = { node: B, incarnation: 'first', revision: 1 };
    const first = confirms.stands(segment('0', '8'), VIEW, undefined, witness);
    (await sent())[0]?.answer({ votes: ['behind'] });
    (await sent())[0]?.answer({ votes: counts });
    await first;
    void confirms.stands(segment('0', '8'), VIEW, undefined, witness);
    expect((await sent()).map(({ checks }) => checks.length)).toEqual([1]);
  });

  it('counts a witness as one of a majority of five, and does not ask it', async () => {
    const { confirms, sent } = primary();
    const [D, E] = ['d', 'e'].map((id) => ({ id, address: `${id}:1` })) as [NodeRef, NodeRef];
    const view = { ...VIEW, members: [SELF, B, C, D, E] };
    const arc = segment('0', '8');
    const witness = { node: B, incarnation: 'first', revision: 1 };
    const first = confirms.stands(arc, view, undefined, witness);
    for (const round of await sent()) round.answer({ votes: counts });
    await first;
    const reading = confirms.stands(arc, view, undefined, witness);
    const [round, ...others] = await sent();
    expect(others).toEqual([]);
    expect(round?.member).not.toBe('b');
    round?.answer({ votes: round.checks.map((): Vote => 'counts') });
    expect(await reading).toBe('reached');
  });

  it('is silent when nobody answers', async () => {
    const { confirms, sent } = primary();
    const reading = confirms.stands(segment('0', '8'), VIEW);
    (await sent())[0]?.fail();
    (await sent())[0]?.fail();
    expect(await reading).toBe('silent');
  });
});
