import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readProjects } from './changes.mjs';
import { root } from './root.mjs';
import { builtBy, readChecks, WEB } from './type-steps.mjs';

it('checks the types of every project that has TypeScript', () => {
  const typed = readProjects().filter(({ folder }) =>
    existsSync(join(root, folder, 'tsconfig.json')),
  );
  const checks = readChecks();
  expect(checks.map(({ name }) => name).sort()).toEqual(typed.map(({ name }) => name).sort());
});

interface Config {
  readonly include: readonly string[];
  readonly angularCompilerOptions?: object;
}
const readConfig = (path: string): Config => JSON.parse(readFileSync(join(root, path), 'utf8'));

it('has each of them in one of its two steps, with the options that its own check has', () => {
  for (const { folder, command } of readChecks()) {
    if (command === builtBy(folder)) continue;
    expect(command).toBe(`ngc -p ${folder}/tsconfig.spec.json --noEmit`);
    expect(readConfig(WEB).include).toContain(`${folder}/src/**/*.ts`);
  }
});

it('leaves templates to the build of the dashboard, which reads all of them strictly', () => {
  const app = 'apps/dashboard';
  const { include, angularCompilerOptions } = readConfig(`${app}/tsconfig.app.json`);
  const built = include.map((pattern) => posix.join(app, pattern));
  expect(angularCompilerOptions).toMatchObject({ strictTemplates: true });
  for (const { folder, command } of readChecks())
    if (command !== builtBy(folder)) expect(built).toContain(`${folder}/src/**/*.ts`);
});
