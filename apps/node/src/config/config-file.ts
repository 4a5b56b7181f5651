// The file of options: one JSON object with the names of the command line, which outranks it.
import { readFileSync } from 'node:fs';
import { shown, type Option } from './option';
import { commandLineName, OPTION_NAMES, OPTIONS, type OptionName } from './options';

/** The texts of the options in the file, in the form of the command line. */
export type FileTexts = ReadonlyMap<OptionName, string>;

/** Adds every fault of the file to `faults`, and leaves the wrong options out. */
export function readConfigFile(path: string, faults: string[]): FileTexts {
  const texts = new Map<OptionName, string>();
  const object = parse(path, faults);
  for (const [given, value] of Object.entries(object)) {
    const name = OPTION_NAMES.find((each) => commandLineName(each) === given);
    const fault = (words: string): number => faults.push(`${path}: ${shown(given)} ${words}`);
    if (name === undefined) fault(unknown(given));
    else if (name === 'config') fault('cannot stand in the file itself; leave it out');
    else {
      const text = textOf(value, OPTIONS[name] as Option<unknown>);
      if (text === undefined) fault(expected(OPTIONS[name] as Option<unknown>));
      else texts.set(name, text);
    }
  }
  return texts;
}

function parse(path: string, faults: string[]): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    faults.push(
      `--config: ${shown(path)} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
    return {};
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    faults.push(`--config: ${shown(path)} is not a JSON object; give for example {"port": 5000}`);
  } catch (error) {
    faults.push(`--config: ${shown(path)} is not JSON (${(error as Error).message})`);
  }
  return {};
}

function textOf(value: unknown, { kind }: Option<unknown>): string | undefined {
  if (kind === 'list' && Array.isArray(value)) {
    const items: unknown[] = value;
    return items.every((item) => typeof item === 'string') ? items.join(',') : undefined;
  }
  if (kind === 'flag') return typeof value === 'boolean' ? String(value) : undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function expected({ kind, hint }: Option<unknown>): string {
  if (kind === 'flag') return 'has to be true or false';
  if (kind === 'list') return `has to be a list of texts, for example ["..."] (${hint})`;
  return `has to be a text or a number (${hint})`;
}

function unknown(given: string): string {
  const bare = (name: string): string => name.replace(/[-_]/g, '').toLowerCase();
  const meant = OPTION_NAMES.map(commandLineName).find((name) => bare(name) === bare(given));
  const hint = meant === undefined ? 'see --help' : `"${meant}" is`;
  return `is not an option of this program; ${hint}`;
}
