// The nodes that get hostile input: with tokens, a peer secret and short deadlines.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority } from '../harness/certificates';
import { useLab, type Lab } from '../harness/lab';
import type { NodeProcess } from '../harness/node-process';
import type { Tokens } from './tokens';
import { WatchedNode } from './watched-node';

export const SECRET = 'a secret that only members of this ring share';
export const TOKENS: Tokens = {
  admin: 'admin-of-all',
  read: 'reader',
  write: 'writer',
  part: 'part',
};
/** Of who watches: what hostile clients have under way counts against their own tokens. */
const WATCHER = 'watcher-of-all';
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface HostileNodes {
  readonly lab: Lab;
  /** It speaks to peers over lines. */
  muxed: WatchedNode;
  /** It speaks to peers by HTTP messages. */
  posted: WatchedNode;
  /** It speaks TLS, and asks its peers for certificates; only where it was asked for. */
  secured: WatchedNode | undefined;
}

/** After every test all are as they were. */
export function useHostileNodes({ withTls = false } = {}): HostileNodes {
  const nodes = { lab: useLab() } as HostileNodes;
  const folder = mkdtempSync(join(tmpdir(), 'chord-hostile-'));
  const authority = withTls ? new Authority() : undefined;
  beforeAll(async () => {
    const [tokens, secret] = [join(folder, 'tokens'), join(folder, 'secret')];
    writeFileSync(tokens, linesOf(TOKENS), { mode: 0o600 });
    writeFileSync(secret, SECRET, { mode: 0o600 });
    const args = [
      ...['--tokens-file', tokens, '--peer-secret-file', secret, '--wrong-tokens-max', '0'],
      ...['--headers-timeout-ms', '1000', '--request-timeout-ms', '2000'],
      // How far it is behind is no answer to what it was sent.
      ...['--join-deadline-ms', '2000', '--loop-delay-ms-max', '60000'],
    ];
    const [first] = (await nodes.lab.start(1, { args })) as [NodeProcess];
    const [second] = (await nodes.lab.start(1, { args: [...args, '--transport', 'http'] })) as [
      NodeProcess,
    ];
    nodes.muxed = new WatchedNode(first, TOKENS.admin, WATCHER);
    nodes.posted = new WatchedNode(second, TOKENS.admin, WATCHER);
    if (authority)
      nodes.secured = new WatchedNode(await startSecured(args, authority), TOKENS.admin, WATCHER);
    for (const watched of all()) {
      expect((await watched.ask('PUT', '/api/v1/keys/kept', { body: 'kept' })).status).toBe(201);
      await watched.remember();
    }
  });
  afterEach(async () => {
    expect((await Promise.all(all().map((one) => one.changes()))).flat()).toEqual([]);
  });
  afterAll(() => {
    authority?.remove();
    rmSync(folder, { recursive: true });
  });

  function all(): WatchedNode[] {
    return [nodes.muxed, nodes.posted, ...(nodes.secured ? [nodes.secured] : [])];
  }

  async function startSecured(args: readonly string[], by: Authority): Promise<NodeProcess> {
    const { cert, key } = by.issue('node', 'DNS:localhost', 'IP:127.0.0.1');
    const tls = ['--tls-cert', cert, '--tls-key', key, '--tls-ca', by.file];
    const [node] = (await nodes.lab.prepare(1, { args: [...args, ...tls] })) as [NodeProcess];
    node.ca = by.certificate;
    await node.start();
    return node;
  }
  return nodes;
}

function linesOf({ part, ...roles }: Tokens): string {
  const lines = Object.entries(roles).map(([role, token]) => `${role} ${role} ${digestOf(token)}`);
  const watcher = `watcher admin ${digestOf(WATCHER)}`;
  return [...lines, watcher, `part write ${digestOf(part)} users/`, ''].join('\n');
}
