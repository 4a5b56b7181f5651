// Compares versions, as far as a list of minimum safe versions needs it.

/** @param {string} version @returns {number[]} major, minor, patch */
function parts(version) {
  return (version.split(/[-+]/)[0] ?? '').split('.').map(Number);
}

/** @param {string} a @param {string} b @returns {boolean} a ≥ b; pre-releases count as their release */
export function isAtLeast(a, b) {
  const [left, right] = [parts(a), parts(b)];
  const index = left.findIndex((part, at) => part !== right[at]);
  return index < 0 || (left[index] ?? 0) > (right[index] ?? 0);
}

/**
 * True when a version is not older than the first safe one of its major line. Lines above the
 * highest one named are safe, lines below the lowest or between two are not.
 * @param {string} version
 * @param {readonly string[]} from the first safe version of each line that was mended
 */
export function isSafe(version, from) {
  const [major = 0] = parts(version);
  const line = from.find((first) => parts(first)[0] === major);
  return line ? isAtLeast(version, line) : from.every((first) => (parts(first)[0] ?? 0) < major);
}
