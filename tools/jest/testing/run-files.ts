// Runs files of tests in a Jest of their own.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const JEST = join(dirname(require.resolve('jest/package.json')), 'bin/jest.js');

export interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly message: string }[];
}

/**
 * Runs spec files in one process, one after another in this order, with modules beside them by their
 * names and options of Jest.
 */
export function runFiles(
  files: readonly string[],
  options: Readonly<Record<string, unknown>>,
  modules: Readonly<Record<string, string>> = {},
): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'jest-context-'));
  const report = join(folder, 'report.json');
  const names = files.map((text, index) => {
    const name = join(folder, `${index}.spec.js`);
    writeFileSync(name, text);
    return name;
  });
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text);
  const testSequencer = join(__dirname, 'in-order.cjs');
  const config = { rootDir: folder, transform: {}, testSequencer, ...options };
  const configFile = join(folder, 'jest.config.json');
  writeFileSync(configFile, JSON.stringify(config));
  const args = [JEST, '-c', configFile, '-i', '--json', `--outputFile=${report}`, ...names];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, (_error, _stdout, stderr) => {
      try {
        resolve(JSON.parse(readFileSync(report, 'utf8')) as Report);
      } catch {
        reject(new Error(stderr));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}
