// The common prefix of several names, so that one watch covers all of them.

/** The longest common prefix; empty without one. */
export function commonStart(names: readonly string[]): string {
  const [first = '', ...others] = names.map((name) => [...name]);
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && other[same] === first[same]) same += 1;
    length = same;
  }
  return [...first].slice(0, length).join('');
}
