// completion: scripts for bash, zsh and fish, generated from the commands and options.
import { Argument, type Command } from 'commander';
import type { Common } from '../base/connect';
import type { Io } from '../base/io';
import { command } from './command';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

interface Words {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly flag: string; readonly description: string }[];
}

export function completionCommand(io: Io, program: () => Command): Command {
  const print = (_: Io, __: Common, shell: string) => io.line(scriptOf(shell as Shell, program()));
  return command(
    io,
    'completion',
    'Print a completion script: source <(chordctl completion bash), or put it where your shell looks for them.',
    print,
  ).addArgument(new Argument('<shell>').choices(SHELLS));
}

export function scriptOf(shell: Shell, program: Command): string {
  const commands = program.commands.map(wordsOf);
  const common = wordsOf(program).options;
  return { bash, zsh, fish }[shell](commands, common).trimEnd();
}

function wordsOf(of: Command): Words {
  const options = of.options.map(({ long, short, description }) => ({
    flag: long ?? short ?? '',
    description: sentence(description),
  }));
  const description = sentence(of.description());
  return { name: of.name(), description, options: [...options, HELP] };
}

const HELP = { flag: '--help', description: 'show help' };

/** The first clause, without characters that a shell would interpret. */
function sentence(text: string): string {
  return (text.split(/[:;.]/)[0] ?? '').replace(/['"`$\\[\]]/g, '');
}

const flags = (options: Words['options']): string => options.map(({ flag }) => flag).join(' ');

function bash(commands: readonly Words[], common: Words['options']): string {
  const cases = commands.map(({ name, options }) => `    ${name}) options="${flags(options)}" ;;`);
  return `# bash completion of chordctl
_chordctl() {
  local word="\${COMP_WORDS[COMP_CWORD]}" command="" options="" each
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$each" in
      ${commands.map(({ name }) => name).join('|')}) command="$each"; break ;;
    esac
  done
  case "$command" in
${cases.join('\n')}
  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "$options ${flags(common)}" -- "$word"))
  elif [[ -z "$command" ]]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')}" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -F _chordctl chordctl
`;
}

function zsh(commands: readonly Words[], common: Words['options']): string {
  const option = ({ flag, description }: Words['options'][number]) => `'${flag}[${description}]'`;
  const cases = commands.map(
    ({ name, options }) =>
      `        ${name}) _arguments ${[...options, ...common].map(option).join(' ')} '*:file:_files' ;;`,
  );
  const names = commands.map(({ name, description }) => `    '${name}:${description}'`);
  return `#compdef chordctl
_chordctl() {
  local -a commands
  commands=(
${names.join('\n')}
  )
  _arguments -C ${common.map(option).join(' ')} '1: :->command' '*:: :->rest'
  case $state in
    command) _describe 'command' commands ;;
    rest)
      case $words[1] in
${cases.join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = "_chordctl" ]; then _chordctl "$@"; else compdef _chordctl chordctl; fi
`;
}

function fish(commands: readonly Words[], common: Words['options']): string {
  const names = commands.map(({ name }) => name).join(' ');
  const option = ({ flag, description }: Words['options'][number]) =>
    `-l ${flag.replace(/^-+/, '')} -d '${description}'`;
  return [
    '# fish completion of chordctl',
    ...common.map((each) => `complete -c chordctl ${option(each)}`),
    ...commands.map(
      ({ name, description }) =>
        `complete -c chordctl -n 'not __fish_seen_subcommand_from ${names}' -f -a ${name} -d '${description}'`,
    ),
    ...commands.flatMap(({ name, options }) =>
      options.map(
        (each) => `complete -c chordctl -n '__fish_seen_subcommand_from ${name}' ${option(each)}`,
      ),
    ),
    '',
  ].join('\n');
}
