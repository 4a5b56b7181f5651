// The fuzzed node, and the check that it is sound: no defect, and it serves as before.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../log/logger';
import { startTestNode, type TestNode } from '../test-node';
import { fuzzMessages, fuzzRequests } from './fuzz-node';
import type { Chance } from './mutate';

type GoOn = (runs: number) => boolean;

export interface FuzzedNode {
  messages(random: Chance, goOn: GoOn): ReturnType<typeof fuzzMessages>;
  requests(random: Chance, goOn: GoOn): ReturnType<typeof fuzzRequests>;
  /** Fails with the node's log lines about a defect. */
  expectSound(): Promise<void>;
}

/** A random secret, so that the node accepts no other peer as a member. */
const SECRET = `fuzz ${process.pid} of a ring that nobody else is in`;

export function useFuzzedNode(): FuzzedNode {
  const folder = mkdtempSync(join(tmpdir(), 'chord-fuzz-'));
  const peerSecretFile = join(folder, 'secret');
  const written: string[] = [];
  /** A node that got false messages of members may not serve afterwards: requests have a node of their own. */
  let peer: TestNode;
  let node: TestNode;
  beforeAll(async () => {
    writeFileSync(peerSecretFile, SECRET, { mode: 0o600 });
    const log = createLogger({
      level: 'error',
      format: 'json',
      write: (line) => written.push(line),
    });
    const config = { peerSecretFile, operationTimeoutMs: 2_000 };
    writeFileSync(join(folder, 'index.html'), '<html></html>');
    const options = { log, config, dashboardFolders: [folder] };
    peer = await startTestNode(options);
    node = await startTestNode(options);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    messages: (random, goOn) => fuzzMessages({ port: peer.port, secret: SECRET, random, goOn }),
    requests: (random, goOn) => fuzzRequests({ port: node.port, random, goOn }),
    async expectSound() {
      expect(written).toEqual([]);
      for (const one of [peer, node]) {
        expect((await one.get('/health/live')).status).toBe(200);
        const { text } = await one.get('/metrics');
        const counts = [...text.matchAll(/^chord_defects_total\S* (\d+)$/gm)];
        expect(counts.map(([, count]) => count)).toEqual(['0', '0', '0']);
      }
    },
  };
}
