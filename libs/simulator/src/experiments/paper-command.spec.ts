import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const COMMAND = join(__dirname, '../../cli/paper.mjs');

function paper(words: string) {
  const args = [COMMAND, ...words.split(' ')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stderr, lines: stdout.trimEnd().split('\n') };
}

const summary = expect.objectContaining({
  mean: expect.any(Number),
  p1: expect.any(Number),
  p99: expect.any(Number),
});

describe('the command', () => {
  it.each(['--json', '--seeds 2'])('prints its result as JSON on the last line (%s)', (words) => {
    const { status, lines } = paper(
      `--experiment load-balance --nodes 30 --lookups 40 --failed 0.1 --keys 300 ${words}`,
    );
    expect(status).toBe(0);
    expect(lines.length === 1).toBe(words === '--json');
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({
      experiment: 'load-balance',
      setUp: expect.objectContaining({ nodes: 30, failedHosts: 3, lookups: 40, keys: 300 }),
      path: summary,
      timeouts: summary,
      failuresPer10k: 0,
      lookups: words === '--json' ? 40 : 80,
      keys: summary,
      seconds: expect.any(Number),
    });
  });

  it('ends with 2 and one line for invalid arguments', () => {
    const { status, stderr, lines } = paper('--experiment churn --failed 1');
    expect(status).toBe(2);
    expect(stderr).toBe('--failed is a number from 0 to 0.99.\n');
    expect(lines).toEqual(['']);
  });
});
