import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTlsFiles, TlsFault } from './tls-files';

const folder = mkdtempSync(join(tmpdir(), 'chord-tls-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const paths = {
  cert: join(folder, 'node.pem'),
  key: join(folder, 'node.key'),
  ca: join(folder, 'ca.pem'),
};
let certificate: string;

beforeAll(() => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const made = ['-keyout', paths.key, '-out', paths.cert, '-days', '3', '-subj', '/CN=localhost'];
  execFileSync('openssl', ['req', '-x509', ...key, ...made], { stdio: 'ignore' });
  certificate = readFileSync(paths.cert, 'utf8');
});

it('takes authorities, one or several, with other text around them', () => {
  for (const text of [certificate, `# old\n${certificate}\n# new\n${certificate}`]) {
    writeFileSync(paths.ca, text);
    expect(String(readTlsFiles(paths).ca)).toBe(text);
  }
});

it.each([
  ['nothing', () => '', /has no certificate/],
  ['something else', () => 'hello\n', /has no certificate/],
  ['a key', () => readFileSync(paths.key, 'utf8'), /has no certificate/],
  ['the beginning of one', () => certificate.slice(0, 300), /certificate 1 of 1 .* not complete/],
  [
    'one that is followed by the beginning of another',
    () => `${certificate}${certificate.slice(0, 300)}`,
    /certificate 2 of 2 .* not complete/,
  ],
])('refuses an authority of %s', (_, text, why) => {
  writeFileSync(paths.ca, text());
  expect(() => readTlsFiles(paths)).toThrow(TlsFault);
  expect(() => readTlsFiles(paths)).toThrow(why);
});
