// The reference of all ratios: the same frameworks, the same shape of API, a Map, one process.
import { join } from 'node:path';
import { Child } from '../system/children';
import { send } from '../system/http';
import { until } from '../system/until';
import { alive, started, type Contender } from './contender';

export const bare: Contender = {
  name: 'bare',
  about: 'one NestJS and Fastify server that keeps values in a Map',
  async start({ root, folder, otherPorts: [port = 0] }) {
    const child = Child.start({
      program: process.execPath,
      args: [join(root, 'dist/apps/bench/bare.mjs'), String(port)],
      log: join(folder, 'bare.log'),
      channel: true,
    });
    await started([child], () =>
      until('the bare server', 30_000, async () => {
        if (alive([child]) !== true) return alive([child]);
        const { status } = await send(port, 'GET', '/api/v1/keys/none');
        return status === 404 || `it answers ${status}`;
      }),
    );
    return { dialect: 'keys', ports: [port], children: [child] };
  },
};
