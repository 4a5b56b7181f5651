// Checks that the node of this machine is alive, with the options that it was started with: for container engines,
// which run a program and read its exit code.
import { get as getPlain, type RequestOptions } from 'node:http';
import { get as getTls } from 'node:https';
import { loadConfig } from './config/load-config';
import { advertisedOf } from './config/own-address';
import type { NodeConfig } from './config/options';

const TIMEOUT_MS = 4_000;
/** A node that answers 401 is alive as well. */
const LIVES = [200, 401];

function lives(config: NodeConfig): Promise<string | undefined> {
  const { tlsCert, port } = config;
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    host: reachable(config.bind[0] ?? '127.0.0.1'),
    port,
    path: '/health/live',
    headers: { host: `${advertisedOf(config).host}:${port}` },
    agent: false,
    timeout: TIMEOUT_MS,
    // The peer is this machine, and nothing secret is sent.
    rejectUnauthorized: false,
  };
  return new Promise((resolve) => {
    const request = (tlsCert === null ? getPlain : getTls)(options, (answer) => {
      answer.resume();
      const { statusCode = 0 } = answer;
      resolve(LIVES.includes(statusCode) ? undefined : `it answers ${statusCode}`);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    request.on('error', ({ message }) => resolve(message));
  });
}

function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}

const loaded = loadConfig(process.argv.slice(2), process.env);
const fault =
  loaded.kind === 'config' ? await lives(loaded.config) : 'the options of the node are wrong';
process.stdout.write(
  `${fault === undefined ? 'The node lives' : `The node does not live: ${fault}`}.\n`,
);
process.exitCode = fault === undefined ? 0 : 1;
