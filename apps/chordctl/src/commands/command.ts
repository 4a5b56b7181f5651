// The parts of every command: its words for the help, and its action on a client.
import { Command, InvalidArgumentError } from 'commander';
import type { Common } from '../base/connect';
import type { Io } from '../base/io';

/** The action of a command; it sets an exit code other than 0 at `io`, or throws it with a fault. */
export type Task<Options> = (
  io: Io,
  options: Common & Options,
  ...args: string[]
) => Promise<void> | void;

/** A command whose action gets the options of the program as well. */
export function command<Options>(
  io: Io,
  usage: string,
  words: string,
  task: Task<Options>,
): Command {
  const made = new Command(usage.split(' ')[0]).description(words);
  for (const argument of usage.split(' ').slice(1)) made.argument(argument);
  return made.action(async function (this: Command, ...given: unknown[]) {
    const args = given.slice(0, this.registeredArguments.length).flat() as string[];
    await task(io, this.optsWithGlobals<Common & Options>(), ...args);
  });
}

export function whole(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
    throw new InvalidArgumentError(`It has to be a whole number ${range}.`);
  };
}

export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It has to be a number from 0 to 1.');
}

export const TTL_SECONDS_MAX = 31_536_000;

export function ttl(text: string): number | 'keep' {
  return text === 'keep' ? text : whole(1, TTL_SECONDS_MAX)(text);
}

export const json = (value: unknown): string => JSON.stringify(value);
