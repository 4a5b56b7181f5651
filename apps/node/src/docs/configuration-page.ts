// The table of the options in docs/configuration.md.
import { fallbackTextOf, type Option } from '../config/option';
import { commandLineName, OPTION_NAMES, OPTIONS, variableName } from '../config/options';
import { tableOf } from './made-part';

export function configurationTable(): string {
  const rows = OPTION_NAMES.map((name) => {
    const option = OPTIONS[name] as Option<unknown>;
    const hint = option.hint === '' ? '' : ` ${option.hint}`;
    return [
      `\`--${commandLineName(name)}${hint}\``,
      `\`${variableName(name)}\``,
      fallbackTextOf(option),
      option.about,
    ];
  });
  return tableOf(['option', 'variable', 'default', 'meaning'], rows);
}
