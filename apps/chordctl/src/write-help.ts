// Writes the generated part of docs/chordctl.md.
import { readFile, writeFile } from 'node:fs/promises';
import { withHelp } from './help-page';

const FILE = 'docs/chordctl.md';
const text = withHelp(await readFile(FILE, 'utf8'));
if (text === undefined) throw new Error(`${FILE} has no place for the help of the commands`);
await writeFile(FILE, text);
