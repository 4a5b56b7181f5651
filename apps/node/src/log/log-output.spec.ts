import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { LogOutput } from './log-output';

const sayLost = (lines: number): string => `lost ${lines}`;

describe('the output of the log', () => {
  it('reports the number of lost lines as soon as one is written again', () => {
    let isFull = true;
    const written: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        if (!isFull) done();
        else process.nextTick(() => undefined);
      },
      highWaterMark: 1,
    });
    const output = new LogOutput({ stream, file: undefined, sayLost });
    const line = 'x'.repeat(64 * 1024);
    for (let count = 0; count < 40; count += 1) output.write(line);
    expect(output.lost).toBeGreaterThan(20);
    expect(stream.writableLength).toBeLessThan(2 * 1024 * 1024);
    isFull = false;
  });

  it('survives that its reader goes away', async () => {
    const stream = new PassThrough();
    const output = new LogOutput({ stream, file: undefined, sayLost });
    output.write('one');
    stream.destroy(new Error('EPIPE'));
    await new Promise((resolve) => stream.once('close', resolve));
    output.write('two');
    expect(output.lost).toBe(1);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('survives a full disk, and goes on when there is room', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chord-log-'));
    const full = openSync('/dev/full', constants.O_WRONLY);
    const path = join(folder, 'log');
    const file = openSync(path, 'a');
    const options = { stream: new PassThrough(), file: full, sayLost };
    const output = new LogOutput(options);
    output.write('one');
    output.write('two');
    expect(output.lost).toBe(2);
    options.file = file;
    output.write('three');
    output.write('four');
    expect(readFileSync(path, 'utf8')).toBe('lost 2\nthree\nfour\n');
    expect(output.lost).toBe(2);
    [full, file].forEach((descriptor) => closeSync(descriptor));
    rmSync(folder, { recursive: true });
  });
});
