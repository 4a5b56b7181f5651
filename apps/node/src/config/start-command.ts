/**
 * The command that starts a further node in the way in which this one was started: of the package, or in a clone.
 * @param program the path of the script that the process runs
 */
export function startCommand(program = process.argv[1] ?? ''): string {
  return /(^|[\\/])chord-dht(\.mjs|\.cmd)?$/.test(program)
    ? 'npx chord-dht serve'
    : 'npx nx serve node';
}
