// The programs that check text: its format, the rules of one file, and forgotten promises.
import { script } from './children.mjs';
import { command } from './steps.mjs';

/** What only Prettier reads: the control flow of Angular's templates. */
const TEMPLATE = '.html';

/**
 * @param {readonly string[]} [files] all of them unless told
 * @param {import('./steps.mjs').Place} [place]
 * @returns {import('./steps.mjs').Step[]}
 */
export function formatSteps(files, place) {
  const [templates, others] = files
    ? [files.filter(isTemplate), files.filter((file) => !isTemplate(file))]
    : [[`**/*${TEMPLATE}`], ['.']];
  const check = ['--check', '--no-error-on-unmatched-pattern'];
  return [
    ...(others.length > 0
      ? [command('format', script('oxfmt/bin/oxfmt'), [...check, ...others], place)]
      : []),
    ...(templates.length > 0
      ? [
          command(
            'format-html',
            script('prettier/bin/prettier.cjs'),
            [...check, ...templates],
            place,
          ),
        ]
      : []),
  ];
}

/** @param {string} file */
const isTemplate = (file) => file.endsWith(TEMPLATE);

/**
 * @param {readonly string[]} [folders] all of them unless told
 * @param {import('./steps.mjs').Place} [place]
 * @returns {import('./steps.mjs').Step[]}
 */
export function oxlintSteps(folders = [], place) {
  const args = ['--no-error-on-unmatched-pattern', ...folders];
  return [
    command('oxlint', script('oxlint/bin/oxlint'), args, place),
    command(
      'promises',
      script('oxlint/bin/oxlint'),
      ['-c', '.oxlintrc.types.json', ...args],
      place,
    ),
  ];
}
