import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withMadePart } from './made-part';
import { PAGES } from './pages';

it.each(PAGES)('$file matches the code (npm run generate)', async ({ file, make }) => {
  const page = readFileSync(join(__dirname, '../../../..', file), 'utf8');
  expect(withMadePart(page, await make())).toBe(page);
});

it('a page without the marks is refused', () => {
  expect(() => withMadePart('# A page', 'x')).toThrow('lacks the marks');
});
