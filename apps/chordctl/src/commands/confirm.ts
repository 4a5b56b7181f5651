// Asks a person before an irreversible step.
import { createInterface } from 'node:readline/promises';
import { EXIT, Fault, usage } from '../base/exit-codes';
import type { Io } from '../base/io';

/** @throws Fault unless the person answers yes; without a terminal --yes is required */
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
