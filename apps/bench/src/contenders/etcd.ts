// The reference from outside: three members of etcd on this machine, spoken to over their JSON gateway.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Child } from '../system/children';
import { send } from '../system/http';
import { until } from '../system/until';
import { alive, started, type Contender } from './contender';

const MEMBERS = 3;
/** Every version of every key is kept: room for those of a long run. */
const QUOTA_BYTES = 8 * 1024 ** 3;

/** @returns its version, or `undefined` when it is not installed */
function etcdVersion(): string | undefined {
  const { stdout } = spawnSync('etcd', ['--version'], { encoding: 'utf8' });
  return /etcd Version: (\S+)/.exec(stdout ?? '')?.[1];
}

export function etcd(): Contender {
  const version = etcdVersion();
  return {
    name: 'etcd3',
    about: `etcd ${version ?? ''}, three members, JSON gateway, linearizable reads`,
    ...(version ? {} : { missing: 'etcd is not installed: apt-get install -y etcd-server' }),
    async start({ folder, otherPorts }) {
      const clients = otherPorts.slice(1, 1 + MEMBERS);
      const peers = otherPorts.slice(1 + MEMBERS, 1 + 2 * MEMBERS);
      const url = (port: number) => `http://127.0.0.1:${port}`;
      const cluster = peers.map((port, index) => `m${index}=${url(port)}`).join(',');
      const children = clients.map((client, index) => {
        const options = {
          name: `m${index}`,
          'data-dir': join(folder, `etcd-${index}`),
          'listen-client-urls': url(client),
          'advertise-client-urls': url(client),
          'listen-peer-urls': url(peers[index]!),
          'initial-advertise-peer-urls': url(peers[index]!),
          'initial-cluster': cluster,
          'initial-cluster-state': 'new',
          'quota-backend-bytes': QUOTA_BYTES,
          logger: 'zap',
          'log-level': 'error',
        };
        return Child.start({
          program: 'etcd',
          args: Object.entries(options).map(([name, value]) => `--${name}=${value}`),
          env: { ETCD_UNSUPPORTED_ARCH: process.arch },
          log: join(folder, `etcd-${index}.log`),
        });
      });
      await started(children, () => untilHealthy(clients, children));
      return { dialect: 'etcd', ports: clients, children };
    },
  };
}

async function untilHealthy(ports: readonly number[], children: readonly Child[]): Promise<void> {
  for (const port of ports)
    await until(`etcd on port ${port}`, 30_000, async () => {
      if (alive(children) !== true) return alive(children);
      const { text } = await send(port, 'GET', '/health', '', 2_000);
      return text.includes('"true"') || text;
    });
}
