// The factor by which this machine is slower than a quiet one, as measured by the program that started the tests.

/** At least 1. Each limit on a real process is generous, and is multiplied by it: none decides a test. */
export const PATIENCE = Math.max(1, Number(process.env['CHORD_PATIENCE'] ?? 1));

/** Deadlines of a node, milliseconds, as they are on a quiet machine (`--help`). */
export const DEADLINES_MS = {
  CHORD_CALL_TIMEOUT_MS: 1_500,
  CHORD_OPERATION_TIMEOUT_MS: 8_000,
  CHORD_HANDLER_DEADLINE_MS: 10_000,
  CHORD_JOIN_DEADLINE_MS: 15_000,
  CHORD_LOOP_DELAY_MS_MAX: 2_000,
};

/** With less than this the usual deadlines have room enough: so much do the tests that run beside these cost. */
const HURRIED = 3;

/** The environment of nodes that give each other as much more time as a slow machine takes; empty on any other. */
export const UNHURRIED: Readonly<Record<string, string>> =
  PATIENCE < HURRIED
    ? {}
    : Object.fromEntries(
        Object.entries(DEADLINES_MS).map(([name, ms]) => [name, String(Math.round(ms * PATIENCE))]),
      );
