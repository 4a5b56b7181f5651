// A ring with the commands that the README tells, values of one byte and of many, and all of it again after
// every node was started anew. Goes over each Node that is supported.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answered } from './harness/answered';
import { missingAt, seed, whole } from './harness/keys';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';

const README = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
const BIG_BYTES = 70_000;

interface Page {
  readonly keys: readonly { readonly key: string }[];
  readonly complete: boolean;
}

/** The curl commands of the walk-through: join, put, get. Names of ports stand for nodes. */
const COMMANDS = /^curl --location --request PUT "localhost:5000\/dht\/join"[^]*?(?=^```)/m
  .exec(README)?.[0]
  .split(/\n(?=curl )/);

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const withCurl = hasCurl ? it : it.skip;

describe(`a ring of four on Node ${process.versions.node}`, () => {
  const lab = useLab();
  let nodes: NodeProcess[] = [];
  const at = (index: number): NodeProcess => nodes[index % nodes.length] as NodeProcess;

  beforeAll(async () => {
    nodes = await lab.start(4);
  });

  withCurl('does what the README says', async () => {
    expect(COMMANDS).toHaveLength(3);
    for (const [index, wanted] of ['ok', 'ok', 'this is the data'].entries()) {
      const command = COMMANDS?.[index] ?? '';
      const typed = command.replace(/localhost:500(\d)/g, (_, node) => at(Number(node)).address);
      // Whoever is told to come again types it again.
      await lab.until(command, () => {
        const output = spawnSync('bash', ['-c', typed], { encoding: 'utf8' }).stdout.trim();
        return output === wanted || output;
      });
    }
    await lab.untilOneRing(nodes);
  });

  it.each([1, BIG_BYTES])('puts, gets, overwrites, lists and deletes %i bytes', async (bytes) => {
    const key = `of-${bytes}-bytes`;
    const path = `/api/v1/keys/${key}`;
    /** Every node lists the keys of the whole ring, once all of it can be read. */
    const listedAt = async (node: NodeProcess): Promise<string[]> => {
      const { keys } = await whole<Page>(node, `/api/v1/keys?prefix=${key}`);
      return keys.map((one) => one.key);
    };
    for (const [turn, letter] of ['a', 'b'].entries()) {
      const value = Buffer.alloc(bytes, letter);
      await answered(at(turn).put(path, value), turn === 0 ? 201 : 200);
      for (const node of nodes) {
        const { body } = await answered(node.get(path), 200);
        expect([node.address, body.equals(value)]).toEqual([node.address, true]);
      }
    }
    for (const node of nodes) expect(await listedAt(node)).toEqual([key]);
    await answered(at(2).delete(path), 204);
    for (const node of nodes) await answered(node.get(path), 404);
    for (const node of nodes) expect(await listedAt(node)).toEqual([]);
  });

  it('has every value when all nodes were started anew', async () => {
    const values = new Map([
      ['of one byte', 'x'],
      ['of many bytes', 'y'.repeat(BIG_BYTES)],
    ]);
    await seed([at(0)], values);
    for (const node of nodes) expect(await node.terminate()).toEqual({ code: 0, signal: null });
    await Promise.all(nodes.map((node) => node.start()));
    await lab.untilOneRing(nodes);
    for (const node of nodes) expect(await missingAt(node, values)).toEqual([]);
  });
});
