// The process: streams, signals, exit code.
import { EXIT } from './base/exit-codes';
import { Io } from './base/io';
import { run } from './run';

const { stdin, stdout, stderr, env, argv } = process;
const io = new Io({ stdin, stdout, stderr }, env);

stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // Whoever reads the result has seen enough, `head` for example.
  if (code === 'EPIPE') process.exit(EXIT.ok);
  const sentence = `chordctl: what was asked for cannot be written, and is not whole: ${message}.\n`;
  stderr.write(sentence, () => process.exit(EXIT.usage));
});
stderr.on('error', () => undefined);

let interrupts = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // The second one does not wait for what is under way.
    if (++interrupts > 1) process.exit(EXIT.interrupted);
    io.end.abort();
  });

const code = await run(argv.slice(2), io);
// What was written to a pipe has to get there first; standard input may still be open.
stdout.write('', () => process.exit(code));
