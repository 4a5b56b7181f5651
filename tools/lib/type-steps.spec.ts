import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readProjects } from './changes.mjs';
import { root } from './root.mjs';
import { readChecks } from './type-steps.mjs';

it('checks the types of every project that has TypeScript', () => {
  const typed = readProjects().filter(({ folder }) =>
    existsSync(join(root, folder, 'tsconfig.json')),
  );
  const checks = readChecks();
  expect(checks.map(({ name }) => name).sort()).toEqual(typed.map(({ name }) => name).sort());
  expect(checks.filter(({ command }) => !/^(tsc|ngc) /.test(command))).toEqual([]);
});
