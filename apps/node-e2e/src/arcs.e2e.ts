// When members come and go, exactly the keys of their arcs move, and none is lost.
import { textOf } from './harness/answered';
import { missingAt, ownKeys, putMany } from './harness/keys';
import { joinAll, oracleOf, useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';

const KEYS = 300;

describe('a fifth node', () => {
  const lab = useLab();
  let four: NodeProcess[] = [];
  let fifth: NodeProcess;
  let values = new Map<string, string>();

  beforeAll(async () => {
    four = await lab.startRing(4);
    values = await putMany(four, KEYS);
    [fifth] = (await lab.start(1)) as [NodeProcess];
  });

  const keysOf = (node: NodeProcess, nodes: readonly NodeProcess[]) => {
    const oracle = oracleOf(nodes);
    return [...values.keys()].filter((key) => oracle.owner(key) === node.address).sort();
  };

  const untilArcsAreRight = (nodes: readonly NodeProcess[]) =>
    lab.until('every node to list exactly the keys of its arc', async () => {
      const wrong: string[] = [];
      for (const node of nodes) {
        const [has, should] = [await ownKeys(node), keysOf(node, nodes)];
        if (has.join('\n') !== should.join('\n'))
          wrong.push(
            `${node.address} lists ${has.length}, not ${should.length}, the first is ${has[0]}`,
          );
      }
      return wrong.join('; ') || true;
    });

  it('takes over the keys of its arc when it joins, and all keys are read everywhere', async () => {
    await joinAll(four[0]!, [fifth]);
    const five = [...four, fifth];
    await lab.untilOneRing(five);
    for (const node of five) expect(await missingAt(node, values)).toEqual([]);
    await untilArcsAreRight(five);
  });

  it('hands them over when it leaves, ends with 0, and nothing is missing', async () => {
    expect((await textOf(fifth.get('/dht/leave'))).trim()).toBe('ok');
    expect(await fifth.ended()).toEqual({ code: 0, signal: null });
    await lab.untilOneRing(four);
    for (const node of four) expect(await missingAt(node, values)).toEqual([]);
    await untilArcsAreRight(four);
  });

  it('may come back as a fresh node, and again nothing is missing', async () => {
    await fifth.start(['--join', four[2]!.address]);
    const five = [...four, fifth];
    await lab.untilOneRing(five);
    for (const node of five) expect(await missingAt(node, values)).toEqual([]);
    await untilArcsAreRight(five);
  });

  it('leaves three others behind that leave as well, and the last one has every key', async () => {
    const [last, ...others] = four as [NodeProcess, ...NodeProcess[]];
    for (const node of [fifth, ...others]) {
      expect((await textOf(node.get('/dht/leave'))).trim()).toBe('ok');
      await node.ended();
    }
    await lab.untilOneRing([last]);
    expect(await missingAt(last, values)).toEqual([]);
    await untilArcsAreRight([last]);
  });
});
