import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CODE, Compiled } from './compiled';

describe('the program of a node, compiled ahead', () => {
  let folder: string;
  const write = (said: string): void =>
    writeFileSync(join(folder, 'node.cjs'), `exports.running = Promise.resolve('${said}');\n`);
  const says = (compiled: Compiled): Promise<unknown> => compiled.run().running;
  const keepCode = async (): Promise<void> => {
    const first = new Compiled(folder);
    await says(first);
    writeFileSync(join(folder, CODE), first.codeNow());
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chord-compiled-'));
    write('one');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('runs without code, and with its own', async () => {
    const first = new Compiled(folder);
    expect([await says(first), first.isFromCode]).toEqual(['one', false]);
    await keepCode();
    const second = new Compiled(folder);
    expect([await says(second), second.isFromCode]).toEqual(['one', true]);
  });

  it('runs its source, also when the folder has code of another source of that length', async () => {
    await keepCode();
    write('two');
    const changed = new Compiled(folder);
    expect([await says(changed), changed.isFromCode]).toEqual(['two', false]);
  });

  it('has stack traces with the folder in which it will run', async () => {
    writeFileSync(join(folder, 'node.cjs'), `exports.running = Promise.resolve(Error().stack);\n`);
    const home = join(folder, 'home');
    expect(await says(new Compiled(folder, home))).toContain(join(home, 'node.cjs'));
  });

  it.each([0, 10, 100])('runs beside code that is cut off after %i bytes', async (bytes) => {
    await keepCode();
    const code = join(folder, CODE);
    writeFileSync(code, readFileSync(code).subarray(0, bytes));
    const cut = new Compiled(folder);
    expect([await says(cut), cut.isFromCode]).toEqual(['one', false]);
  });
});
