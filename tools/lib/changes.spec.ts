import { projectsOf, readProjects } from './changes.mjs';

const PROJECTS = [
  { name: 'chord', folder: 'libs/chord' },
  { name: 'node', folder: 'apps/node' },
  { name: 'node-e2e', folder: 'apps/node-e2e' },
];

it.each([
  [[], []],
  [['README.md', 'docs/simulator.md'], []],
  [['libs/chord/src/base/errors.ts'], ['chord']],
  [['apps/node-e2e/src/ring.e2e.ts'], ['node-e2e']],
  [
    ['apps/node/project.json', 'libs/chord/README.md'],
    ['chord', 'node'],
  ],
  [['jest.preset.cjs'], ['chord', 'node', 'node-e2e']],
  [['package-lock.json'], ['chord', 'node', 'node-e2e']],
])('%j are of %j', (files, names) => expect(projectsOf(files, PROJECTS)).toEqual(names));

it('knows every project of the workspace', () => {
  const names = readProjects().map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['chord', 'store', 'node', 'dashboard', 'tools']));
});
