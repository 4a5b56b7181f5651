// The environment of a start: variables that a cluster sets, any free port, listeners from before.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf } from './harness/answered';
import { linesOf } from './harness/http';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';

describe('a node in a cluster that has a service named chord', () => {
  const lab = useLab();

  it('ignores what is set for that service, and says so', async () => {
    const env = { CHORD_PORT: 'tcp://10.96.0.7:5000' };
    const [node] = (await lab.prepare(1, { env })) as [NodeProcess];
    await node.start();
    await node.logged(/option-ignored.*CHORD_PORT=.*Kubernetes/);
  });
});

describe('a node that takes any free port', () => {
  const lab = useLab();

  it('keeps its keys in the folder of the port that it took, and starts again beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chord-any-port-'));
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    // No data folder is given: the default lies in the working directory.
    node.wrap = ([program, main]) => [
      ...['sh', '-c', 'cd "$0" && exec "$@"', folder],
      ...[program!, main!, '--port', '0'],
    ];
    for (let round = 1; round <= 2; round += 1) {
      node.spawn();
      const lines = () => node.log.match(/^.*"event":"ready in.*\n/gm) ?? [];
      await lab.until('the line', () => lines().length === round || 'not yet');
      const { node: address, dataDir } = JSON.parse(lines().at(-1)!);
      expect(dataDir).toBe(join('.data', address.replace(':', '-')));
      expect(existsSync(join(folder, dataDir, 'data.mdb'))).toBe(true);
      expect(await node.terminate()).toEqual({ code: 0, signal: null });
    }
    expect(readdirSync(join(folder, '.data'))).not.toContain('localhost-0');
    rmSync(folder, { recursive: true });
  });
});

describe('nodes that are found by DNS, behind mapped ports, with their options in a file', () => {
  const lab = useLab();
  const folder = mkdtempSync(join(tmpdir(), 'chord-options-'));
  let mapping: Server | undefined;
  afterAll(() => {
    mapping?.close();
    rmSync(folder, { recursive: true });
  });

  it('are one ring under the names that they advertise', async () => {
    const [outer, first, second] = (await lab.prepare(3)) as [
      NodeProcess,
      NodeProcess,
      NodeProcess,
    ];
    // What a container engine does: another port leads to the one that the node listens on.
    const open = new Set<Socket>();
    mapping = createServer((from) => {
      const to = connect(first.port, '127.0.0.1');
      for (const [one, other] of [
        [from, to],
        [to, from],
      ] as const) {
        open.add(one);
        one.on('error', () => other.destroy()).on('close', () => open.delete(one));
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => mapping?.listen(outer.port, '127.0.0.1', resolve));
    const file = join(folder, 'chord.json');
    writeFileSync(
      file,
      JSON.stringify({
        advertise: outer.address,
        discover: [first.address, `localhost:${second.port}`],
        'stabilize-ms': 200,
        port: 1,
      }),
    );
    // Both names of the first lead to itself or to the second, which knows of nobody and is found.
    first.spawn(['--config', file]);
    await second.start();
    await first.untilReady();
    for (const node of [first, second])
      await lab.until('one ring', async () => {
        const peers = linesOf(await node.get('/dht/peers')).sort();
        return peers.join() === [outer.address, second.address].sort().join() || peers.join();
      });
    expect((await textOf(second.put('/db/key', 'value'))).trim()).toBe('ok');
    expect(await textOf(first.get('/db/key', { headers: { Host: outer.address } }))).toBe('value');
    await first.logged('"event":"discovered"');
    for (const socket of open) socket.destroy();
  });

  it('do not start with a file that is wrong, and say why', async () => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, '{"dataDir": "x"}');
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    node.spawn(['--config', file]);
    expect((await node.ended()).code).toBe(78);
    expect(node.log).toContain(
      `${file}: "dataDir" is not an option of this program; "data-dir" is`,
    );
  });
});

describe('a listener to events', () => {
  const lab = useLab();

  /** The first events of a stream, until one of the wanted type has come. */
  const read = (node: NodeProcess, after: string, wanted: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = { Host: `localhost:${node.port}`, 'Last-Event-ID': after };
      const options = { host: '127.0.0.1', port: node.port, path: '/api/v1/events', agent: false };
      const call = get({ ...options, headers }, (stream) => {
        let text = '';
        stream.setEncoding('utf8').on('data', (part: string) => {
          text += part;
          if (!text.includes(`event: ${wanted}\n`)) return;
          resolve(text);
          call.destroy();
        });
        stream.on('end', () => reject(new Error(`the stream ended without ${wanted}: ${text}`)));
        stream.on('error', () => undefined);
      });
      call.on('error', reject);
    });

  it('that was there before a restart is told to read anew, whatever its number', async () => {
    const [node] = (await lab.start(1)) as [NodeProcess];
    const before = await read(node, '0', 'membership-changed');
    const ids = [...before.matchAll(/^id: ([0-9a-f]{8}-(\d+))$/gm)];
    expect(ids.length).toBeGreaterThan(0);
    await node.terminate();
    await node.start();
    const [, id = ''] = ids.at(-1)!;
    for (const last of [id, id.replace(/\d+$/, '1'), id.replace(/\d+$/, '41'), '41']) {
      const after = await read(node, last, 'restart');
      expect(after).toContain('read the present state anew');
      expect(after).not.toContain(`id: ${id.split('-')[0]}`);
    }
    // And then goes on in the new life.
    const now = await read(node, '0', 'membership-changed');
    const [, own = ''] = /^id: ([0-9a-f]{8}-\d+)$/m.exec(now)!;
    await node.get('/api/v1/lookups/a');
    expect(await read(node, own, 'lookup-started')).not.toContain('event: restart');
  });
});
