// export, import: many values as lines of JSON.
import { Option, type Command } from 'commander';
import { connect, type Common } from '../base/connect';
import { EXIT } from '../base/exit-codes';
import type { Io } from '../base/io';
import { Progress } from '../output/progress';
import { bytesText, grouped, keysText } from '../output/figures';
import { shown } from '../output/table';
import { exportRecords } from '../records/export-records';
import { importRecords, type ImportSummary, type OnConflict } from '../records/import-records';
import { linesOf } from '../records/input-lines';
import { command, json } from './command';

interface ExportFlags {
  readonly prefix: string;
  readonly after?: string;
}

export function exportCommand(io: Io): Command {
  return command<ExportFlags>(
    io,
    'export',
    'Write keys with values, versions, ends and content types to standard output, one JSON object a line, sorted by name.',
    exportAll,
  )
    .option('-p, --prefix <prefix>', 'only keys that begin so', '')
    .option('--after <name>', 'go on behind this name, the last one of an export that broke off');
}

async function exportAll(io: Io, options: Common & ExportFlags): Promise<void> {
  const { prefix, after, quiet = false } = options;
  const client = connect(options, io, { attemptsMax: 30, timeoutMs: 120_000 });
  const { signal } = io;
  const { keys: total } = await client.count(prefix, { signal });
  const progress = new Progress(io, 'exporting', total, quiet);
  let lastKey: string | null = null;
  try {
    const summary = await exportRecords(client, {
      ...{ prefix, after, signal },
      write: (text) => io.write(text),
      onProgress: (keys) => progress.show(keys),
    });
    progress.end();
    ({ lastKey } = summary);
    const { keys, bytes, gone, sha256 } = summary;
    const seconds = Number(progress.seconds.toFixed(1));
    const went = gone > 0 ? ` ${grouped(gone)} were removed meanwhile.` : '';
    const text = `Exported ${keysText(keys)}, ${bytesText(bytes)}, in ${seconds} s.${went} SHA-256 of the output: ${sha256}`;
    if (!quiet) io.note(options.json ? json({ ...summary, seconds }) : text);
  } catch (error) {
    progress.end();
    if (lastKey === null && !quiet)
      io.note('The export broke off; go on with --after and the name in its last line.');
    throw error;
  }
}

interface ImportFlags {
  readonly onConflict: OnConflict;
}

export function importCommand(io: Io): Command {
  return command<ImportFlags>(
    io,
    'import',
    'Store the lines of an export from standard input; values keep their ends, to within a second.',
    importAll,
  ).addOption(
    new Option('--on-conflict <what>', 'what is done with a key that has a value')
      .choices(['overwrite', 'skip', 'fail'])
      .default('overwrite'),
  );
}

async function importAll(io: Io, options: Common & ImportFlags): Promise<void> {
  const { onConflict, quiet = false } = options;
  const client = connect(options, io, { attemptsMax: 30, timeoutMs: 120_000 });
  const progress = new Progress(io, 'importing', undefined, quiet);
  try {
    const summary = await importRecords(client, linesOf(io.pieces()), {
      ...{ onConflict, signal: io.signal, nowMs: () => Date.now() },
      onProgress: (records) => progress.show(records),
    });
    progress.end();
    tell(io, options, summary, progress.seconds);
  } finally {
    progress.end();
  }
}

function tell(
  io: Io,
  { json: isJson, quiet }: Common,
  summary: ImportSummary,
  seconds: number,
): void {
  const { imported, skipped, expired, failed, inDoubt, failures } = summary;
  const parts = [
    `Imported ${keysText(imported)} in ${seconds.toFixed(1)} s.`,
    ...(skipped > 0 ? [`${skipped} were there and are left as they are.`] : []),
    ...(expired > 0 ? [`${expired} had ended and are left out.`] : []),
    ...(failed > 0 ? [`${failed} failed, ${inDoubt} of them in doubt; import again.`] : []),
  ];
  for (const { key, error } of failures) io.note(`${shown(key)}: ${error.message} (${error.code})`);
  const counts = { imported, skipped, expired, failed, inDoubt };
  if (!quiet || failed > 0) io.note(isJson ? json(counts) : parts.join(' '));
  if (failed > 0) io.exitCode = inDoubt > 0 ? EXIT.inDoubt : EXIT.partly;
}
