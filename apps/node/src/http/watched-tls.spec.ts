import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../testing/test-node';
import { WatchedTls } from './watched-tls';

const DAY_MS = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'chord-watched-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));

const paths = { cert: join(folder, 'node.pem'), key: join(folder, 'node.key'), ca: null };

/** Issues a self-signed certificate for three days. */
function issue(): void {
  const file = join(folder, 'new.pem');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const made = ['-keyout', file, '-out', `${file}.cert`, '-days', '3', '-subj', '/CN=localhost'];
  execFileSync('openssl', ['req', '-x509', ...key, ...made], { stdio: 'ignore' });
  renameSync(file, paths.key);
  renameSync(`${file}.cert`, paths.cert);
}

it('a certificate that is not valid now is reported at the start, and does not replace another', async () => {
  issue();
  let nowMs = Date.now() + 4 * DAY_MS;
  const told: [event: string, message: unknown][] = [];
  const tell = (event: string, fields?: object): void =>
    void told.push([event, (fields as { message?: unknown } | undefined)?.message]);
  // Key and certificate change one after the other: a mismatch may be reported in between.
  const untilRefused = (why: string): Promise<void> =>
    until(() =>
      told.some(([event, message]) => /not-reloaded/.test(event) && String(message).includes(why)),
    );
  const tls = new WatchedTls(paths, { info: tell, warn: tell }, () => nowMs);
  try {
    const first = tls.current;
    expect(told).toEqual([['certificate-not-valid', expect.stringContaining('has ended')]]);
    issue();
    await untilRefused('has ended');
    expect(tls.current).toBe(first);
    nowMs = Date.now() - DAY_MS;
    issue();
    await untilRefused('begins at');
    nowMs = Date.now() + DAY_MS;
    issue();
    await until(() => told.some(([event]) => event === 'certificates-reloaded'));
    expect(tls.current).not.toBe(first);
  } finally {
    tls.close();
  }
});

it('a certificate that ends is reported once when a third of its life is left, and once at its end', () => {
  issue();
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  const told: [event: string, message: unknown][] = [];
  const warn = (event: string, fields?: object): void =>
    void told.push([event, (fields as { message?: unknown } | undefined)?.message]);
  let nowMs = Date.now();
  const tls = new WatchedTls(paths, { info: warn, warn }, () => nowMs);
  const after = (days: number): void => {
    nowMs += days * DAY_MS;
    jest.advanceTimersByTime(10 * 60_000);
  };
  try {
    after(1.9);
    expect(told).toEqual([]);
    after(0.5);
    after(0.5);
    expect(told).toEqual([
      ['certificate-ends-soon', expect.stringMatching(/ends at .*--tls-cert/)],
    ]);
    after(0.5);
    after(0.5);
    expect(told.slice(1)).toEqual([
      ['certificate-not-valid', expect.stringContaining('has ended')],
    ]);
  } finally {
    tls.close();
    jest.useRealTimers();
  }
});
