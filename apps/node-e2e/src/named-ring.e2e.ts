// The ring whose ids everybody can check: ten bits, localhost.localdomain, ports 5000 to 5003.
import { answered } from './harness/answered';
import { linesOf } from './harness/http';
import { joinAll, oracleOf, useLab } from './harness/lab';
import { measured } from './harness/measured';
import type { NodeProcess } from './harness/node-process';

const IDS = { 5000: '673', 5001: '132', 5002: '520', 5003: '458' } as const;
const BITS = 10;

/** The key `idjada` has id 891, so node 132 owns it. */
const PATHS = [
  [5000, ['673', '132']],
  [5001, ['132']],
  [5002, ['520', '673', '132']],
  [5003, ['458', '673', '132']],
] as const;

describe('the ring of ten bits', () => {
  const lab = useLab();
  let nodes: NodeProcess[] = [];
  const at = (port: number) => nodes.find((node) => node.port === port)!;

  beforeAll(async () => {
    nodes = await lab.start(4, {
      ports: [5000, 5001, 5002, 5003],
      host: 'localhost.localdomain',
      args: ['--bits', String(BITS)],
    });
    await joinAll(at(5000), [at(5001), at(5002), at(5003)]);
  });

  it('shows the three paths of idjada within ten seconds of the join', async () => {
    const tookMs = await lab.until('the paths that perfect fingers give', async () => {
      const wrong: string[] = [];
      for (const [port, path] of PATHS) {
        const seen = linesOf(await at(port).get('/db/path/idjada'));
        if (seen.join() !== path.join())
          wrong.push(`${port}: ${seen.join()} instead of ${path.join()}`);
      }
      return wrong.join('; ') || true;
    });
    measured('paths of the 10-bit ring right after the join', tookMs, 'ms');
  });

  it('is a perfect ring', async () => {
    await lab.untilOneRing(nodes, {}, BITS);
  });

  it('has the ids 673, 132, 520 and 458, clockwise', async () => {
    await lab.until('all four, clockwise', async () => {
      const ids = linesOf(await at(5000).get('/dht/peers/id')).join();
      return ids === '673,132,458,520' || ids;
    });
    for (const node of nodes) {
      const [own] = linesOf(await node.get('/dht/peers/id'));
      expect(own).toBe(IDS[node.port as keyof typeof IDS]);
    }
  });

  it('leads from every node to the owner of any key, on no longer way than perfect fingers give', async () => {
    const oracle = oracleOf(nodes, BITS);
    await lab.until('every path to be as short', async () => {
      const wrong: string[] = [];
      for (let index = 0; index < 40; index += 1) {
        for (const node of nodes) {
          const path = linesOf(await node.get(`/db/path/key-${index}`));
          const perfect = oracle.path(node.address, `key-${index}`);
          const isGood =
            path[0] === perfect[0] &&
            path.at(-1) === perfect.at(-1) &&
            path.every((id, at) => path.indexOf(id) === at && perfect.includes(id));
          if (!isGood)
            wrong.push(`key-${index} from ${node.port}: ${path.join()}, not ${perfect.join()}`);
        }
      }
      return wrong.join('; ') || true;
    });
  });

  it('knows the owner of every id from every node', async () => {
    const expected = (id: number) =>
      id > 132 && id <= 458
        ? 5003
        : id > 458 && id <= 520
          ? 5002
          : id > 520 && id <= 673
            ? 5000
            : 5001;
    for (const id of [0, 131, 132, 133, 458, 459, 520, 521, 673, 674, 891, 1023]) {
      for (const node of nodes)
        await lab.until(`the owner of ${id} at ${node.port}`, async () => {
          const { text } = await node.get(`/dht/find_successor?id=${id}`);
          return text.trim() === `localhost.localdomain:${expected(id)}` || text;
        });
    }
    await answered(nodes[0]!.get('/dht/find_successor?id=1024'), 400);
  });
});
