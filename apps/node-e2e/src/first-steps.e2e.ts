// A ring with the commands that the README tells, values of one byte and of many, and all of it again after
// every node was started anew. Goes over each Node that is supported.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answered } from './harness/answered';
import { send } from './harness/http';
import { missingAt } from './harness/keys';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';

const README = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
const BIG_BYTES = 70_000;

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
    const outputs = COMMANDS?.map((command) => {
      const typed = command.replace(/localhost:500(\d)/g, (_, index) => at(Number(index)).address);
      return spawnSync('bash', ['-c', typed], { encoding: 'utf8' }).stdout.trim();
    });
    expect(outputs).toEqual(['ok', 'ok', 'this is the data']);
    await lab.untilOneRing(nodes);
  });

  it.each([1, BIG_BYTES])('puts, gets, overwrites, lists and deletes %i bytes', async (bytes) => {
    const key = `of-${bytes}-bytes`;
    const path = `/api/v1/keys/${key}`;
    /** Every node lists the keys of the whole ring, once all of it can be read. */
    const listedAt = async (node: NodeProcess): Promise<string[]> => {
      let listed: string[] = [];
      await lab.until(`a whole listing at ${node.address}`, async () => {
        const list = await node.get(`/api/v1/keys?prefix=${key}`);
        const { keys, complete } = list.json<{ keys: { key: string }[]; complete: boolean }>();
        listed = keys.map((one) => one.key);
        return complete || list.text;
      });
      return listed;
    };
    for (const [turn, letter] of ['a', 'b'].entries()) {
      const value = Buffer.alloc(bytes, letter);
      expect((await at(turn).put(path, value)).status).toBe(turn === 0 ? 201 : 200);
      for (const node of nodes) {
        const { status, body } = await node.get(path);
        expect([node.address, status, body.equals(value)]).toEqual([node.address, 200, true]);
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
    for (const [key, value] of values)
      await send(at(0).port, 'PUT', `/db/${encodeURIComponent(key)}`, { body: value });
    for (const node of nodes) expect(await node.terminate()).toEqual({ code: 0, signal: null });
    await Promise.all(nodes.map((node) => node.start()));
    await lab.untilOneRing(nodes);
    for (const node of nodes) expect(await missingAt(node, values)).toEqual([]);
  });
});
