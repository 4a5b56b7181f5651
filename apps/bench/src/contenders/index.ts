// All contenders by name.
import { join } from 'node:path';
import { bare } from './bare';
import type { Contender } from './contender';
import { etcd } from './etcd';
import { ring } from './ring';

/** @param builds further builds of the node, by name, each as a ring of four with the defaults */
export function allContenders(root: string, builds: ReadonlyMap<string, string>): Contender[] {
  const main = join(root, 'dist/apps/node/main.mjs');
  const four = { nodes: 4, main };
  return [
    bare,
    ring({ ...four, name: 'ring4', about: 'four durable nodes with the defaults' }),
    ring({
      ...four,
      name: 'ring4-client',
      about:
        'the same through the ring-aware client: one process, all calls over the binary protocol',
      dialect: 'binary',
    }),
    ...[...builds].map(([name, path]) =>
      ring({ name, about: 'four durable nodes of another build', nodes: 4, main: path }),
    ),
    ring({ name: 'ring1', about: 'one durable node, alone', nodes: 1, main }),
    ring({
      ...four,
      name: 'ring4-memory',
      about: 'four nodes with --store memory',
      args: ['--store', 'memory'],
    }),
    ring({
      ...four,
      name: 'ring4-http',
      about: 'four durable nodes with --transport http',
      args: ['--transport', 'http'],
    }),
    ring({
      ...four,
      name: 'ring4-secure',
      about:
        'four durable nodes with TLS between all, mutual between peers, tokens and a peer secret',
      isSecure: true,
      // All clients of the load have one token; how much one may do is not what is measured.
      args: ['--client-rate', '0', '--client-requests-max', '0'],
    }),
    etcd(),
  ];
}
