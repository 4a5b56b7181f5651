import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scriptOf } from './commands/completion';
import { withHelp } from './help-page';
import { createProgram } from './program';
import { progressText } from './output/progress';
import { bytesText, grouped, keysText } from './output/figures';
import { shown, table } from './output/table';
import { runHere } from './testing/run-here';

const root = join(__dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

it('docs/chordctl.md has the help of the commands as they are (npm run generate)', () => {
  const page = read('docs/chordctl.md');
  expect(withHelp(page)).toBe(page);
});

it('has the version of the product', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect((JSON.parse(read('apps/chordctl/package.json')) as { version: string }).version).toBe(
    version,
  );
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s names every command and option', async (shell) => {
    const { out, code } = await runHere(['completion', shell]);
    expect(code).toBe(0);
    const program = createProgram({ streams: {}, env: {} } as never);
    for (const { name, options } of program.commands.map((each) => ({
      name: each.name(),
      options: each.options,
    }))) {
      expect(out).toContain(name);
      for (const { long } of options) expect(out).toContain((long as string).replace(/^--/, ''));
    }
  });

  it('completes in bash', () => {
    const program = createProgram({ streams: {}, env: {} } as never);
    const script = scriptOf('bash', program);
    const complete = (...words: string[]) => {
      const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _chordctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', `${script}\n${line}`], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      return stdout.trim().split('\n');
    };
    expect(complete('chordctl', 'co')).toEqual(['count', 'completion']);
    expect(complete('chordctl', 'put', 'k', '--cr')).toEqual(['--create']);
    expect(complete('chordctl', '--jso')).toEqual(['--json']);
  });
});

it('tables have columns as wide as their content, colours not counted', () => {
  const columns = [{ title: 'A' }, { title: 'NUMBER', isNumber: true }];
  const text = table(
    columns,
    [
      ['long one', '1'],
      ['\u001b[31mx\u001b[0m', '22'],
    ],
    (head) => head,
  );
  expect(text).toBe('A         NUMBER\nlong one       1\n\u001b[31mx\u001b[0m             22');
});

it('progress shows the amount, the rate, and the remaining time', () => {
  expect(progressText('exporting', 250, 1_000, 5)).toBe(
    'exporting [######..................] 25% 250 of 1,000 (50/s, 15 s left)',
  );
  expect(progressText('importing', 10, undefined, 0)).toBe('importing 10 (0/s)');
});

it('sizes and names are shown for people', () => {
  expect([0, 999, 1_536, 5 * 1_000 ** 3].map(bytesText)).toEqual([
    ...['0 B', '999 B', '1.5 kB', '5.0 GB'],
  ]);
  expect([1, 27_675].map(keysText)).toEqual(['1 key', '27,675 keys']);
  expect(grouped(1_234_567)).toBe('1,234,567');
  expect(shown('a\u202eb\u001bc')).toBe('a\\u{202e}b\\u{1b}c');
});
