import type { RingDto } from '@chord-dht/client';
import { problem, standIn } from '../testing/node-stand-in';
import { runHere } from '../testing/run-here';
import { planOf } from './recover';

const member = (address: string, state = 'member') => ({ node: { address }, state, keys: 0 });
const ring = (members: object[], arcs: string[][], state = 'healthy'): RingDto =>
  ({
    ...{ members, lost: [], health: { state } },
    unserved: arcs.map((homes) => ({ from: '00', to: '80', keys: 3, members: homes })),
  }) as unknown as RingDto;

it('gives up those that arcs wait for and that do not answer, by the names of their hosts', () => {
  const plan = planOf(
    ring(
      [member('a:1'), member('a:1#1'), member('b:1', 'unreachable')],
      [
        ['a:1', 'b:1#2', 'c:1'],
        ['b:1', 'c:1', 'a:1#1'],
      ],
    ),
  );
  expect(plan).toMatchObject({ lost: ['b:1', 'c:1'], left: ['a:1'] });
  expect(plan.words.join('\n')).toContain('copies left at a:1');
});

it('has nothing to do where no arc waits', () => {
  expect(planOf(ring([member('a:1')], [])).lost).toEqual([]);
});

it('changes nothing until every remaining node is named, and the person confirms', async () => {
  const asked: string[] = [];
  const endpoint = await standIn((path, { method = '' }) => {
    asked.push(`${method} ${path}`);
    if (path === '/api/v1/ring')
      return [200, ring([member('a:1'), member('d:1')], [['a:1', 'b:1', 'c:1']])];
    return path === '/api/v1/node'
      ? [200, { self: { address: 'a:1' } }]
      : problem(404, 'NOT_FOUND');
  });
  const { code, err } = await runHere(['recover', '--yes', '-e', endpoint]);
  expect(code).toBe(2);
  expect(err).toContain('d:1 would go on waiting');
  expect(asked.filter((each) => !each.startsWith('GET'))).toEqual([]);
});

it('says that it cannot help where an arc waits for nodes that are there', async () => {
  const endpoint = await standIn(() => [200, ring([member('a:1')], [['a:1']], 'degraded')]);
  const { code, err } = await runHere(['recover', '--yes', '-e', endpoint]);
  expect(code).toBe(7);
  expect(err).toContain('The nodes that these arcs name are there');
});

describe('where all that are left are named', () => {
  interface Said {
    readonly lost: readonly string[];
    readonly check: boolean;
    readonly waiting?: readonly object[];
  }

  /** Two nodes of a ring whose arc waits for two others until these are given up so many times. */
  async function twoLeft(
    answer: (node: string, said: Said) => [number, object],
    enough = 2,
  ): Promise<{
    readonly endpoints: string;
    readonly said: [string, boolean][];
    readonly given: Said[];
  }> {
    const said: [string, boolean][] = [];
    const given: Said[] = [];
    let waits = true;
    const endpoints = await Promise.all(
      ['a:1', 'd:1'].map((node) =>
        standIn((path, { method = '' }, body) => {
          if (path === '/api/v1/ring')
            return [
              200,
              ring([member('a:1'), member('d:1')], waits ? [['a:1', 'b:1', 'c:1']] : []),
            ];
          if (path === '/api/v1/node') return [200, { self: { address: node } }];
          if (method !== 'POST') return problem(404, 'NOT_FOUND');
          const asked = JSON.parse(body) as Said;
          said.push([node, asked.check]);
          if (!asked.check) given.push(asked);
          waits &&= given.length < enough;
          return answer(node, asked);
        }),
      ),
    );
    return { endpoints: endpoints.join(), said, given };
  }

  it('checks all nodes before the first one acts, and waits until every arc is served', async () => {
    const { endpoints, said } = await twoLeft((_, { lost }) => [
      200,
      { lost, waiting: [], keys: 3 },
    ]);
    const { code, out } = await runHere(['recover', '--yes', '--json', '-e', endpoints]);
    expect(code).toBe(0);
    expect(said.slice(0, 2)).toEqual([
      ['a:1', true],
      ['d:1', true],
    ]);
    expect(said.slice(2).sort()).toEqual([
      ['a:1', false],
      ['d:1', false],
    ]);
    expect(JSON.parse(out)).toMatchObject({
      ...{ lost: ['b:1', 'c:1'], nodes: [{ node: 'a:1', keys: 3 }, { node: 'd:1' }] },
    });
  });

  it('gives them up at every node in all arcs that any node has found', async () => {
    const arcs = { 'a:1': { from: '00', to: '80' }, 'd:1': { from: '80', to: 'c0' } };
    const { endpoints, given } = await twoLeft((node, { lost }) => [
      200,
      { lost, keys: 3, waiting: [arcs[node as keyof typeof arcs], arcs['a:1']] },
    ]);
    expect(await runHere(['recover', '--yes', '-e', endpoints])).toMatchObject({ code: 0 });
    const waiting = Object.values(arcs);
    expect(given).toEqual([expect.objectContaining({ waiting }), given[0]]);
  });

  it('gives the same ones up again while an arc still waits for them', async () => {
    const answer = (_: string, { lost }: Said): [number, object] => [200, { lost, waiting: [] }];
    const { endpoints, given } = await twoLeft(answer, 4);
    expect(await runHere(['recover', '--yes', '-e', endpoints])).toMatchObject({ code: 0 });
    expect(given.map(({ lost }) => lost)).toEqual(Array(4).fill(['b:1', 'c:1']));
  });

  it('asks a node again that does not see yet for whom the arcs wait', async () => {
    let refusals = 2;
    const { endpoints, given } = await twoLeft((node, { lost }) =>
      node === 'd:1' && refusals-- > 0 ? problem(409, 'NO_RECOVERY') : [200, { lost, waiting: [] }],
    );
    expect(await runHere(['recover', '--yes', '-e', endpoints])).toMatchObject({ code: 0 });
    expect(given).toHaveLength(2);
  });

  it('changes nothing when one of them cannot, and reports when only some have', async () => {
    const refused = await twoLeft((node, { lost }) =>
      node === 'd:1' ? problem(404, 'NOT_FOUND') : [200, { lost, waiting: [] }],
    );
    const before = await runHere(['recover', '--yes', '-e', refused.endpoints]);
    expect(before.code).not.toBe(0);
    expect(refused.said.filter(([, check]) => !check)).toEqual([]);

    const halfway = await twoLeft((node, { lost, check }) =>
      node === 'd:1' && !check ? problem(404, 'NOT_FOUND') : [200, { lost, waiting: [] }],
    );
    const after = await runHere(['recover', '--yes', '-e', halfway.endpoints]);
    expect(after.code).toBe(7);
    expect(after.err).toMatch(/1 of 2 nodes have given up b:1, c:1; repeat the command. d:1: /);
  });
});
