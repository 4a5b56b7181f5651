import type { RingDto } from '@chord-dht/client';
import { problem, standIn } from '../testing/node-stand-in';
import { runHere } from '../testing/run-here';
import { planOf } from './recover';

const member = (address: string, state = 'member') => ({ node: { address }, state });
const ring = (members: object[], arcs: string[][]): RingDto =>
  ({
    ...{ members, lost: [] },
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

it('touches nothing until every node that is left is named, and a yes is said', async () => {
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
  expect(err).toContain('d:1 would remember');
  expect(asked.filter((each) => !each.startsWith('GET'))).toEqual([]);
});
