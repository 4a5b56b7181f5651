import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, released, unreleasedOf } from './changelog.mjs';

const PAGE = `# Changelog

## [Unreleased]

### Added

- One.

### Security

- Two.

## [0.1.0] - 2026-01-31

### Fixed

- Three.
`;

describe('the changelog', () => {
  it('of this project has releases with a day, and sections in their order', () => {
    expect(faultsOf(readFileSync(join(__dirname, '../../CHANGELOG.md'), 'utf8'))).toEqual([]);
  });

  it.each([
    ['### Added', '### News', 'News'],
    ['### Security', '### Added', 'stands twice'],
    ['## [0.1.0] - 2026-01-31', '## [0.1.0]', 'has no day'],
    ['## [0.1.0] - 2026-01-31', '## 0.1.0', 'is not'],
    ['## [Unreleased]', '## [0.2.0] - 2026-02-01', 'there is no'],
  ])('with %s changed to %s is told what is wrong', (from, to, words) => {
    expect(faultsOf(PAGE)).toEqual([]);
    expect(faultsOf(PAGE.replace(from, to)).join('\n')).toContain(words);
  });

  it('becomes a release of what was unreleased', () => {
    expect(unreleasedOf(PAGE)).toBe('### Added\n\n- One.\n\n### Security\n\n- Two.');
    const page = released(PAGE, '0.2.0', '2026-02-01');
    expect(page).toContain('## [Unreleased]\n\n## [0.2.0] - 2026-02-01\n\n### Added\n\n- One.');
    expect(unreleasedOf(page)).toBe('');
    expect(faultsOf(page)).toEqual([]);
  });
});
