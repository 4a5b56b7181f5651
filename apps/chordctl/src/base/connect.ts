// Connects a command to the ring: endpoints and a token, from options, environment and files.
import { ChordClient } from '@chord-dht/client';
import { readFileSync, statSync } from 'node:fs';
import { usage } from './exit-codes';
import type { Io } from './io';

/** The options of all commands. */
export interface Common {
  readonly endpoints?: string;
  readonly tokenFile?: string;
  readonly timeout?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const ENDPOINTS_DEFAULT = 'localhost:5000';

export function endpointsOf({ endpoints }: Common, { env }: Io): string {
  return endpoints ?? (env['CHORD_ENDPOINTS'] || ENDPOINTS_DEFAULT);
}

export function connect(
  common: Common,
  io: Io,
  more: { endpoints?: string; attemptsMax?: number; timeoutMs?: number } = {},
): ChordClient {
  const timeoutMs = common.timeout === undefined ? more.timeoutMs : common.timeout * 1_000;
  return new ChordClient({
    endpoints: more.endpoints ?? endpointsOf(common, io),
    token: tokenOf(common, io),
    ...{ timeoutMs, attemptsMax: more.attemptsMax },
  });
}

/** The token is not an option: the list of processes would show it. @throws Fault */
export function tokenOf({ tokenFile }: Common, io: Io): string | undefined {
  const file = tokenFile ?? io.env['CHORD_TOKEN_FILE'];
  if (file === undefined || file === '') return io.env['CHORD_TOKEN'] || undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    if ((statSync(file).mode & 0o077) !== 0 && process.platform !== 'win32')
      io.note(`Others may read ${file}: run chmod 600 on it.`);
  } catch (error) {
    throw usage(`The token file ${file} cannot be read: ${(error as Error).message}.`);
  }
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw usage(`The token file ${file} has to hold one token in one line, and nothing else.`);
}
