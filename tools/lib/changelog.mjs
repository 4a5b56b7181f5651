// The form of CHANGELOG.md (Keep a Changelog 1.1.0), and the step that turns the unreleased part into a release.

/** The only headings of a release, in the order in which they stand. */
export const SECTIONS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
const UNRELEASED = '## [Unreleased]';
const RELEASE = /^## \[(Unreleased|\d+\.\d+\.\d+(?:-[\w.]+)?)\](?: - (\d{4}-\d{2}-\d{2}))?$/;

/** @param {string} text @returns {string[]} what is wrong with it, in sentences; empty when nothing is */
export function faultsOf(text) {
  const faults = [];
  let release = '';
  let last = -1;
  for (const [index, line] of text.split('\n').entries()) {
    const at = `line ${index + 1}`;
    if (line.startsWith('## ')) {
      const [, name, day] = RELEASE.exec(line) ?? [];
      if (name === undefined) faults.push(`${at}: "${line}" is not "## [1.2.3] - 2027-01-31"`);
      else if (name !== 'Unreleased' && day === undefined) faults.push(`${at}: ${name} has no day`);
      release = name ?? '';
      last = -1;
    } else if (line.startsWith('### ')) {
      const place = SECTIONS.indexOf(line.slice(4));
      if (place < 0) faults.push(`${at}: "${line.slice(4)}" is none of ${SECTIONS.join(', ')}`);
      else if (place <= last)
        faults.push(
          `${at}: ${line.slice(4)} of ${release} stands twice, or behind ${SECTIONS[last]}`,
        );
      last = Math.max(last, place);
    }
  }
  if (!text.includes(`${UNRELEASED}\n`)) faults.push(`there is no ${UNRELEASED}`);
  return faults;
}

/** @param {string} text @returns {string} what stands under "Unreleased", without blank lines around it */
export function unreleasedOf(text) {
  const from = text.indexOf(UNRELEASED) + UNRELEASED.length;
  const next = text.indexOf('\n## [', from);
  return text.slice(from, next < 0 ? undefined : next).trim();
}

/**
 * @param {string} text @param {string} version @param {string} day as 2027-01-31
 * @returns {string} the page with an empty "Unreleased" and a release of what stood there
 */
export function released(text, version, day) {
  return text.replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${day}`);
}
