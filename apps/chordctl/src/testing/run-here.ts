// Runs a command line within the test, with streams that record their output.
import { Readable, Writable } from 'node:stream';
import { Io, type Environment } from '../base/io';
import { run } from '../run';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function runHere(
  args: readonly string[],
  {
    env = {},
    input = '',
    isTerminal = false,
  }: { env?: Environment; input?: string; isTerminal?: boolean } = {},
): Promise<Ran> {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    Object.assign(
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          written[name] += chunk.toString('utf8');
          done();
        },
      }),
      { isTTY: isTerminal },
    );
  const stdin = Object.assign(Readable.from(input === '' ? [] : [Buffer.from(input)]), {
    isTTY: isTerminal,
  });
  const io = new Io({ stdin, stdout: stream('out'), stderr: stream('err') }, env);
  const code = await run(args, io);
  return { code, ...written };
}
