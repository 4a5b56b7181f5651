// token: creates a token, and its line for --tokens-file of the nodes.
import { Argument, type Command } from 'commander';
import { createHash, randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import type { Common } from '../base/connect';
import { usage } from '../base/exit-codes';
import type { Io } from '../base/io';
import { command, json } from './command';

const TOKEN_BYTES = 32;

export function tokenCommand(io: Io): Command {
  const made = command<{ tokensFile?: string }>(
    io,
    'token <name>',
    'Make a token: print it once, and the line of it for --tokens-file of the nodes, which holds its digest only.',
    token,
  );
  const role = new Argument('<role>', 'what it may do').choices(['read', 'write', 'admin']);
  return made
    .addArgument(role)
    .argument('[prefix]', 'only for keys that begin so')
    .option('--tokens-file <file>', 'append the line to this file');
}

async function token(
  io: Io,
  { tokensFile, json: isJson }: Common & { tokensFile?: string },
  name: string,
  role: string,
  prefix?: string,
): Promise<void> {
  if (/\s|^#/.test(name) || name === '' || (prefix !== undefined && /\s/.test(prefix)))
    throw usage('A name, and a prefix, of a token has no spaces, and a name begins with no #.');
  const secret = randomBytes(TOKEN_BYTES).toString('hex');
  const digest = createHash('sha256').update(secret).digest('hex');
  const line = [name, role, digest, ...(prefix === undefined ? [] : [prefix])].join(' ');
  if (tokensFile !== undefined)
    await appendFile(tokensFile, `${line}\n`, { mode: 0o600 }).catch((error: Error) => {
      throw usage(`${tokensFile} cannot be written: ${error.message}.`);
    });
  await io.line(isJson ? json({ token: secret, line }) : secret);
  if (!isJson && tokensFile === undefined)
    io.note(`Its line for the file that nodes read by --tokens-file:\n${line}`);
}
