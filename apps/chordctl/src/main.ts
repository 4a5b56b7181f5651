// The process: streams, signals, exit code.
import { EXIT } from './base/exit-codes';
import { Io } from './base/io';
import { run } from './run';

const { stdin, stdout, stderr, env, argv } = process;
const io = new Io({ stdin, stdout, stderr }, env);

stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // The reader of the result has closed the pipe, as `head` does.
  if (code === 'EPIPE') process.exit(EXIT.ok);
  const sentence = `chordctl: the output cannot be written completely: ${message}.\n`;
  stderr.write(sentence, () => process.exit(EXIT.usage));
});
stderr.on('error', () => undefined);

let interrupts = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // A second interrupt does not wait for requests in progress.
    if (++interrupts > 1) process.exit(EXIT.interrupted);
    io.end.abort();
  });

const code = await run(argv.slice(2), io);
// Output to a pipe has to be flushed first; standard input may still be open.
stdout.write('', () => process.exit(code));
