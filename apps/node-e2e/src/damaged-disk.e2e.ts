// A value changes on the disk of a node, where nobody reads it: the node finds it, says so, and has it from another.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answered } from './harness/answered';
import { missingAt, putMany } from './harness/keys';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';
import { until } from './harness/until';

const MARK = 'a value that rots';
const KEY = 'api/v1/keys/rots';

const dataFileOf = ({ dataDir }: NodeProcess): string => join(dataDir, 'data.mdb');

/** Changes a bit of each place of the data file where the text is, also of pages that are free. */
function damage(node: NodeProcess, text: string): void {
  const file = dataFileOf(node);
  const bytes = readFileSync(file);
  let at = bytes.indexOf(text);
  expect(at).toBeGreaterThan(0);
  for (; at >= 0; at = bytes.indexOf(text, at + 1)) bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(file, bytes);
}

describe('a ring of three, one of whose disks has changed a value', () => {
  const lab = useLab();

  it('finds it, tells the operator, and makes it whole by the copy of another', async () => {
    const nodes = await lab.startRing(3);
    const values = await putMany(nodes, 20);
    const [first, damaged] = nodes as [NodeProcess, NodeProcess];
    await answered(first.put(`/${KEY}`, MARK, { 'content-type': 'text/plain' }), 201);
    await lab.untilHealthy(nodes);
    // It is in the log before.
    await until('the value in the data file', async () =>
      readFileSync(dataFileOf(damaged)).includes(MARK) ? true : 'it is not there',
    );
    // All of them, so that nobody fetches what was written lately from a member that was away.
    await Promise.all(nodes.map((node) => node.kill()));
    damage(damaged, MARK);
    await Promise.all(nodes.map((node) => node.start()));
    await lab.untilHealthy(nodes);

    await damaged.logged('"event":"record-unreadable"');
    await damaged.logged('"event":"record-mended"');
    const metrics = (await damaged.get('/metrics')).text;
    expect(metrics).toMatch(/^chord_unreadable_records_total [1-9]/m);
    expect(metrics).toMatch(/^chord_mended_records_total 1$/m);
    const copies = (await first.get(`/${KEY}/replicas`)).json<{ replicas: { state: string }[] }>();
    expect(copies.replicas.map(({ state }) => state)).toEqual(['value', 'value', 'value']);
    for (const node of nodes) {
      expect((await node.get(`/${KEY}`)).text).toBe(MARK);
      expect(await missingAt(node, values)).toEqual([]);
    }
  });
});
