import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProjects } from './changes.mjs';
import { root } from './root.mjs';
import { builtBy, readChecks, TEMPLATES } from './type-steps.mjs';

it('checks the types of every project that has TypeScript', () => {
  const typed = readProjects().filter(({ folder }) =>
    existsSync(join(root, folder, 'tsconfig.json')),
  );
  const checks = readChecks();
  expect(checks.map(({ name }) => name).sort()).toEqual(typed.map(({ name }) => name).sort());
});

it('has each of them in one of its two steps, with the options that its own check has', () => {
  const templates = JSON.parse(readFileSync(join(root, TEMPLATES), 'utf8')) as {
    include: readonly string[];
  };
  for (const { folder, command } of readChecks()) {
    if (command === builtBy(folder)) continue;
    expect(command).toBe(`ngc -p ${folder}/tsconfig.spec.json --noEmit`);
    expect(templates.include).toContain(`${folder}/src/**/*.ts`);
  }
});
