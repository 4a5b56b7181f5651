// ls, count, watch: the keys of the ring, and their changes.
import type { KeyDto, ListEntry, WatchEvent } from '@chord-dht/client';
import type { Command } from 'commander';
import { connect, type Common } from '../base/connect';
import { EXIT, usage } from '../base/exit-codes';
import type { Io } from '../base/io';
import { colours } from '../output/colour';
import { bytesText } from '../output/figures';
import { shown, table } from '../output/table';
import { command, json, whole } from './command';

interface ListFlags {
  readonly long?: boolean;
  readonly delimiter?: string;
  readonly after?: string;
  readonly limit?: number;
}

export function lsCommand(io: Io): Command {
  return command<ListFlags>(
    io,
    'ls [prefix]',
    'Print the names of the whole ring, one a line, sorted by their bytes.',
    list,
  )
    .alias('list')
    .option('-l, --long', 'with size, end, time, and content type')
    .option(
      '-d, --delimiter <text>',
      'one level: names that go on behind it come as what they share',
    )
    .option('--after <name>', 'only names behind this one')
    .option('--limit <count>', 'at most so many', whole(1));
}

async function list(io: Io, options: Common & ListFlags, prefix = ''): Promise<void> {
  const { delimiter, after, limit = Infinity, long, json: isJson } = options;
  const client = connect(options, io);
  const call = { prefix, delimiter, after, signal: io.signal };
  const pageSize = Math.min(1_000, limit);
  const rows: string[][] = [];
  let count = 0;
  for await (const entry of client.list({ ...call, pageSize })) {
    if (isJson) await io.line(json(entry));
    else if (long) rows.push(rowOf(entry));
    else await io.line(entry.kind === 'key' ? entry.key : entry.prefix);
    if (++count >= limit) break;
  }
  if (long && !isJson && rows.length > 0)
    await io.line(table(LONG, rows, colours(io.hasColour('stdout')).dim));
}

const LONG = [
  { title: 'SIZE', isNumber: true },
  { title: 'MODIFIED' },
  { title: 'EXPIRES' },
  { title: 'TYPE' },
  { title: 'NAME' },
];

function rowOf(entry: ListEntry): string[] {
  if (entry.kind === 'prefix') return ['', '', '', '', shown(entry.prefix)];
  const { key, bytes, modifiedAt, expiresAt, contentType }: KeyDto = entry;
  return [bytesText(bytes), modifiedAt, expiresAt ?? 'never', contentType, shown(key)];
}

export function countCommand(io: Io): Command {
  return command(
    io,
    'count [prefix]',
    'Print how many keys there are; ends with 7 when a part of the ring could not be counted.',
    count,
  );
}

async function count(io: Io, options: Common, prefix = ''): Promise<void> {
  const counted = await connect(options, io).count(prefix, { signal: io.signal });
  await io.line(options.json ? json(counted) : String(counted.keys));
  if (counted.complete) return;
  io.exitCode = EXIT.partly;
  const arcs = counted.missing.map(({ fromId, toId }) => `${fromId} to ${toId}`).join(', ');
  io.note(`Not counted, because no node can answer for them: keys with ids from ${arcs}.`);
}

interface WatchFlags {
  readonly key?: string;
  readonly values?: boolean;
  readonly after?: string;
  readonly limit?: number;
}

export function watchCommand(io: Io): Command {
  return command<WatchFlags>(
    io,
    'watch [prefix]',
    'Print what happens to keys as it happens, until Ctrl-C; goes on at another node when one ends.',
    watch,
  )
    .option('--key <key>', 'only this key, in place of a prefix')
    .option('--values', 'with the values, base64 in --json')
    .option('--after <id>', 'go on behind this event')
    .option('--limit <count>', 'end after so many changes', whole(1));
}

async function watch(io: Io, options: Common & WatchFlags, prefix = ''): Promise<void> {
  const { key, values, after, limit = Infinity } = options;
  if (key !== undefined && prefix !== '') throw usage('Give a prefix or --key, not both.');
  const place = { prefix, key, values, lastEventId: after, signal: io.signal };
  let count = 0;
  for await (const event of connect(options, io).watch(place)) {
    if (options.json) await io.line(json(fieldsOf(event)));
    else if (event.type === 'ready') note(io, options, 'Watching; nothing is missed from here on.');
    else await io.line(textOf(event));
    const isChange = event.type !== 'ready' && event.type !== 'gap';
    if (isChange && ++count >= limit) break;
  }
  if (io.signal.aborted) io.exitCode = EXIT.interrupted;
}

function note(io: Io, { quiet }: Common, text: string): void {
  if (!quiet) io.note(text);
}

function fieldsOf(event: WatchEvent): object {
  if (!('bytes' in event)) return event;
  const { bytes, ...fields } = event;
  return bytes === null ? fields : { ...fields, value: Buffer.from(bytes).toString('base64') };
}

function textOf(event: Exclude<WatchEvent, { type: 'ready' }>): string {
  if (event.type === 'gap') {
    const where = event.key === null ? `ids ${event.fromId} to ${event.toId}` : shown(event.key);
    return `gap       changes of ${where} may have been missed; read again from there`;
  }
  const value = event.bytes === null ? '' : ` ${shown(Buffer.from(event.bytes).toString('utf8'))}`;
  return `${event.type.padEnd(9)} ${event.at} ${shown(event.key)}${value}`;
}
