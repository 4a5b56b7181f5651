// put, get, delete: one value at a time.
import type { Command } from 'commander';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type Common } from '../base/connect';
import { EXIT, usage } from '../base/exit-codes';
import type { Io } from '../base/io';
import { shown } from '../output/table';
import { printRecord } from '../records/record-line';
import { command, json, ttl } from './command';

interface PutFlags {
  readonly file?: string;
  readonly contentType?: string;
  readonly ttl?: number | 'keep';
  readonly ifMatch?: string;
  readonly create?: boolean;
}

export function putCommand(io: Io): Command {
  return command<PutFlags>(io, 'put <key> [value]', PUT_WORDS, put)
    .option('-f, --file <file>', 'take the value from this file')
    .option('--content-type <type>', 'keep it under this content type')
    .option(
      '--ttl <seconds>',
      'end it after so many seconds; keep: with the value it replaces',
      ttl,
    )
    .option('--if-match <version>', 'only when this is the version; *: only when there is a value')
    .option('--create', 'only when there is no value');
}

const PUT_WORDS = 'Store a value: the one given, that of a file, or standard input.';

async function put(io: Io, options: Common & PutFlags, key: string, value?: string): Promise<void> {
  if (value !== undefined && options.file !== undefined)
    throw usage('Give the value or --file, not both.');
  if (options.create && options.ifMatch !== undefined)
    throw usage('Give --create or --if-match, not both.');
  const client = connect(options, io);
  const bytes = value ?? (await readValue(io, options.file));
  const written = await client.put(key, bytes, {
    ...{ contentType: options.contentType, ttl: options.ttl, ifMatch: options.ifMatch },
    ...{ ifNoneMatch: options.create ? '*' : undefined, signal: io.signal },
  });
  const { created, version } = written;
  const text = `${created ? 'created' : 'replaced'} ${version}`;
  await io.line(options.json ? json({ key, ...written }) : text);
}

async function readValue(io: Io, file: string | undefined): Promise<Buffer> {
  if (file === undefined) return io.input();
  return readFile(file).catch((error: Error) => {
    throw usage(`${file} cannot be read: ${error.message}.`);
  });
}

interface GetFlags {
  readonly output?: string;
  readonly stale?: boolean;
}

export function getCommand(io: Io): Command {
  return command<GetFlags>(
    io,
    'get <key>',
    'Print a value, and nothing else; ends with 1 where there is none.',
    get,
  )
    .option('-o, --output <file>', 'write it into this file')
    .option('--stale', 'ask any one home replica: fast, and possibly not the latest value');
}

async function get(io: Io, options: Common & GetFlags, key: string): Promise<void> {
  const consistency = options.stale ? 'one' : undefined;
  const found = await connect(options, io).get(key, { consistency, signal: io.signal });
  if (!found) return absent(io, key);
  if (options.json) return io.line(printRecord(found));
  if (options.output === undefined) return io.write(found.bytes);
  await writeFile(options.output, found.bytes).catch((error: Error) => {
    throw usage(`${options.output} cannot be written: ${error.message}.`);
  });
}

interface DeleteFlags {
  readonly ifMatch?: string;
}

export function deleteCommand(io: Io): Command {
  return command<DeleteFlags>(
    io,
    'delete <keys...>',
    'Remove values; ends with 1 where one was not there.',
    remove,
  )
    .alias('rm')
    .option('--if-match <version>', 'only when this is the version');
}

async function remove(io: Io, options: Common & DeleteFlags, ...keys: string[]): Promise<void> {
  const client = connect(options, io);
  for (const key of keys) {
    const { ifMatch } = options;
    const removed = await client.delete(key, { ifMatch, signal: io.signal });
    if (options.json) await io.line(json({ key, removed }));
    if (!removed) absent(io, key);
  }
}

function absent(io: Io, key: string): void {
  io.exitCode = EXIT.notFound;
  io.note(`There is no value under ${shown(key)}.`);
}
