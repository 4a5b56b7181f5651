// join, leave: the membership of nodes.
import { ClientError } from '@chord-dht/client';
import type { Command } from 'commander';
import { connect, type Common } from '../base/connect';
import { usage } from '../base/exit-codes';
import type { Io } from '../base/io';
import { bytesText, keysText } from '../output/figures';
import { shown } from '../output/table';
import { command, json } from './command';
import { confirm } from './confirm';

/** Both have deadlines of the node, which are longer than those of other requests. Milliseconds. */
const TIMEOUT_MS = 600_000;

export function joinCommand(io: Io): Command {
  return command(
    io,
    'join <peers...>',
    'Bring the node that is asked and these nodes (host:port) into one ring. Needs the role admin.',
    join,
  );
}

async function join(io: Io, options: Common, ...peers: string[]): Promise<void> {
  const client = connect(options, io, { timeoutMs: TIMEOUT_MS });
  try {
    const report = await client.join(peers, { signal: io.signal });
    if (options.json) return await io.line(json(report));
    for (const { address, name } of report.peers)
      await io.line(`joined ${shown(address)}${name && name !== address ? ` (${name})` : ''}`);
  } catch (error) {
    if (error instanceof ClientError) tellParts(io, error);
    throw error;
  }
}

function tellParts(io: Io, { parts }: ClientError): void {
  for (const part of parts) {
    const { address, code, message } = part as { address: string; code: string; message: string };
    io.note(`${shown(address)}: ${message} (${code})`);
  }
}

export function leaveCommand(io: Io): Command {
  return command<{ yes?: boolean }>(
    io,
    'leave',
    'Let one node hand its keys over, leave its ring and stop; name it alone with --endpoints. Needs the role admin.',
    leave,
  ).option('-y, --yes', 'do not ask');
}

async function leave(io: Io, options: Common & { yes?: boolean }): Promise<void> {
  const client = connect(options, io, { timeoutMs: TIMEOUT_MS });
  const [endpoint = '', other] = client.endpoints;
  if (other !== undefined)
    throw usage('A node that leaves stops: name it, and it alone, with --endpoints host:port.');
  const { keys, bytes, heir } = await client.previewLeave({ signal: io.signal });
  const where = heir ? `go to ${shown(heir.address)}` : 'stay on its disk, as it is alone';
  const sentence = `${endpoint} leaves and stops; ${keysText(keys)} of its own (${bytesText(bytes)}) ${where}.`;
  await confirm(io, sentence, options.yes);
  const report = await client.leave({ signal: io.signal });
  const text = `${endpoint} has left and stops; ${keysText(report.handedOver)} handed over.`;
  await io.line(options.json ? json(report) : text);
}
