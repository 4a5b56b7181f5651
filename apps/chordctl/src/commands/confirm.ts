// Asks a person before something that cannot be taken back.
import { createInterface } from 'node:readline/promises';
import { EXIT, Fault, usage } from '../base/exit-codes';
import type { Io } from '../base/io';

/** @throws Fault unless the person says yes; at no terminal it has to be said by --yes */
export async function confirm(
  io: Io,
  sentence: string,
  isSaid: boolean | undefined,
): Promise<void> {
  if (isSaid) return;
  const { stdin, stderr } = io.streams;
  if (!stdin.isTTY) throw usage(`${sentence} Say --yes to let it.`);
  const asking = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await asking.question(`${sentence} Type yes to go on: `, { signal: io.signal });
    if (answer.trim().toLowerCase() === 'yes') return;
  } finally {
    asking.close();
  }
  throw new Fault('Nothing was done.', EXIT.interrupted);
}
