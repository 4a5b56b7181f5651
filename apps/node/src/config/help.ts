// The help text of the options.
import { fallbackTextOf, type Option } from './option';
import { commandLineName, OPTION_NAMES, OPTIONS, variableName } from './options';

/** The answer to `--help`: every option with its meaning, default and variable. */
export function helpText(): string {
  const entries = OPTION_NAMES.map((name) => {
    const option = OPTIONS[name] as Option<unknown>;
    const head = `  --${commandLineName(name)}${option.hint === '' ? '' : ` ${option.hint}`}`;
    return `${head}\n      ${option.about}\n      default: ${fallbackTextOf(option)}; environment: ${variableName(name)}`;
  });
  return [
    'One member of a Chord ring: a key-value store that needs no master.',
    '',
    'Usage: chord-dht serve [options]',
    '   or: npx nx serve node [options] (in a clone)',
    '',
    ...entries,
    '  --help, -h\n      this text',
    '  --version\n      the version',
    '',
    'Exit codes: 0 stopped as asked, 69 the port is taken, 73 the data directory cannot be used,',
    '75 another process uses the data directory, 78 an option is wrong, 70 a defect.',
    '',
  ].join('\n');
}
