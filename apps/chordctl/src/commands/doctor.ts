// doctor: checks the connections to the ring and the health of its nodes, and suggests remedies.
import { type ClientError, type NodeViewDto } from '@chord-dht/client';
import type { Command } from 'commander';
import { connect, endpointsOf, type Common } from '../base/connect';
import { EXIT } from '../base/exit-codes';
import type { Io } from '../base/io';
import { colours } from '../output/colour';
import { command, json } from './command';

export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly what: string;
  readonly advice?: string;
}

const TIMEOUT_MS = 10_000;

export function doctorCommand(io: Io): Command {
  return command(
    io,
    'doctor',
    'Check each endpoint and the ring as a whole, and say what to do; ends with 7 when something is wrong. Changes nothing.',
    doctor,
  );
}

async function doctor(io: Io, options: Common): Promise<void> {
  const endpoints = connect(options, io).endpoints;
  const seen = await Promise.all(endpoints.map((endpoint) => examine(io, options, endpoint)));
  const views = seen.flatMap(({ view }) => view ?? []);
  const findings = [
    ...seen.flatMap((each) => each.findings),
    ...compare(views),
    ...(views.length > 0 ? await ring(io, options) : []),
  ];
  if (options.json) await io.line(json(findings));
  else for (const finding of findings) await io.line(textOf(io, finding));
  if (findings.some(({ level }) => level !== 'ok')) io.exitCode = EXIT.partly;
}

function textOf(io: Io, { level, what, advice }: Finding): string {
  const { green, yellow, red } = colours(io.hasColour('stdout'));
  const paint = { ok: green, warn: yellow, fail: red }[level];
  return `${paint(level.padEnd(4))} ${what}${advice ? `\n     ${advice}` : ''}`;
}

async function examine(
  io: Io,
  options: Common,
  endpoint: string,
): Promise<{ findings: Finding[]; view?: NodeViewDto }> {
  const limits = { endpoints: endpoint, attemptsMax: 1, timeoutMs: TIMEOUT_MS };
  const client = connect(options, io, limits);
  const { signal } = io;
  try {
    const startMs = performance.now();
    const view = await client.node(undefined, { signal });
    const tookMs = Math.round(performance.now() - startMs);
    const { self, state, version } = view;
    const what = `${endpoint} answers in ${tookMs} ms: ${self.address}, ${state}, version ${version}.`;
    const ready = await client.ready({ signal }).then(
      ({ reasons }) => reasons.map(({ message }): Finding => ({ level: 'warn', what: message })),
      (error: ClientError): Finding[] => [notReady(endpoint, error)],
    );
    return { findings: [{ level: 'ok', what }, ...ready], view };
  } catch (error) {
    return { findings: [unreachable(endpoint, error as Error)] };
  }
}

function notReady(endpoint: string, { message, status }: ClientError): Finding {
  return status === 401 || status === 403
    ? { level: 'ok', what: `${endpoint} does not show its health to this token.` }
    : { level: 'fail', what: `${endpoint} is not ready: ${message}` };
}

/** The most likely meaning of a failed connection to a node. */
export function unreachable(endpoint: string, error: Error): Finding {
  const { code, status } = error as Partial<ClientError>;
  const what = `${endpoint}: ${error.message}`;
  const advice = (text: string): Finding => ({ level: 'fail', what, advice: text });
  if (status === 401) return advice('Set CHORD_TOKEN, or --token-file, to a token of this ring.');
  if (status === 403)
    return advice('Use a token with a larger role; this one may not read the ring.');
  if (status === 421)
    return advice('Name the node as it names itself, or start it with --allow-host.');
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(error.message))
    return advice(
      'Set NODE_EXTRA_CA_CERTS to the authority of the nodes, and name them as their certificates do.',
    );
  if (/EPROTO|WRONG_VERSION|SOCKET/.test(error.message) && !endpoint.startsWith('https:'))
    return advice('If the nodes have TLS, write https://host:port.');
  if (code === 'NO_ANSWER') return advice('Start the node, or take it out of the endpoints.');
  return { level: 'fail', what };
}

/** Checks that the endpoints are of one ring and one version. */
export function compare(views: readonly NodeViewDto[]): Finding[] {
  const findings: Finding[] = [];
  const versions = new Set(views.map(({ version }) => version));
  if (versions.size > 1)
    findings.push({
      ...{ level: 'warn', what: `The nodes have different versions: ${[...versions].join(', ')}.` },
      advice: 'Upgrade all of them to one.',
    });
  const alone = views.filter(({ state }) => state === 'alone');
  if (views.length > 1 && alone.length > 0)
    findings.push({
      level: 'fail',
      what: `Not in one ring: ${alone.map(({ self }) => self.address).join(', ')} alone.`,
      advice: `Join them: chordctl join ${alone.map(({ self }) => self.address).join(' ')}`,
    });
  return findings;
}

async function ring(io: Io, options: Common): Promise<Finding[]> {
  const client = connect(options, io, { endpoints: endpointsOf(options, io) });
  try {
    const { health, unserved, invariants } = await client.ring({ signal: io.signal });
    const level = { alone: 'ok', healthy: 'ok', degraded: 'warn', broken: 'fail' } as const;
    const advice = health.nextStep === null ? {} : { advice: health.nextStep };
    return [
      { level: level[health.state], what: health.sentence, ...advice },
      ...unserved.map(({ from, to, members }): Finding => ({
        level: 'fail',
        what: `Keys with ids from ${from} to ${to} are not served.`,
        advice: `Start enough of ${members.join(', ')} for a majority.`,
      })),
      ...invariants
        .filter(({ holds }) => !holds)
        .map(({ name, detail }): Finding => ({ level: 'warn', what: `${name}: ${detail ?? ''}` })),
    ];
  } catch (error) {
    return [{ level: 'fail', what: `The ring cannot be read: ${(error as Error).message}` }];
  }
}
