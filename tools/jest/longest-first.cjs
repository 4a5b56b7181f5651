// The order of test files: those that take longest first, so that all workers end at about the same time.
const { readFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const ROOT = join(__dirname, '../..');
/** Seconds of files that take some, as `npm test -- --record` has written them down. */
const SECONDS = JSON.parse(readFileSync(join(__dirname, 'seconds.json'), 'utf8'));

module.exports = class LongestFirst extends Sequencer {
  /** What failed last time first, as Jest does it; then by what was recorded; short ones by their size. */
  sort(tests) {
    const bySize = super.sort([...tests]);
    const failed = new Set(bySize.filter((test) => this.hasFailed(test)));
    const rank = new Map(bySize.map((test, index) => [test, index]));
    return bySize.sort(
      (a, b) =>
        Number(failed.has(b)) - Number(failed.has(a)) ||
        secondsOf(b) - secondsOf(a) ||
        rank.get(a) - rank.get(b),
    );
  }
};

function secondsOf({ path }) {
  return SECONDS[relative(ROOT, path).replaceAll('\\', '/')] ?? 0;
}
