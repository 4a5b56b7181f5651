// The log of the node: one entry a line, JSON for machines or plain for people.
import type { NodeConfig } from '../config/options';
import { standardOutput } from './log-output';

/** The injected log, a `Logger`. */
export const LOGGER = Symbol('LOGGER');

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** The number of lines that could not be written: the disk is full, or there is no reader. */
  readonly lostLines: number;
}

interface LoggerOptions {
  readonly level: LogLevel;
  readonly format: 'json' | 'plain';
  readonly write: (line: string) => void;
  readonly lostLines?: () => number;
  readonly nowMs?: () => number;
}

export function createLogger(options: LoggerOptions): Logger {
  const { level, format, write, lostLines = () => 0, nowMs = Date.now } = options;
  const least = LEVELS.indexOf(level);
  const entry =
    (name: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (LEVELS.indexOf(name) < least) return;
      write(lineOf(format, nowMs(), name, event, fields));
    };
  return {
    debug: entry('debug'),
    info: entry('info'),
    warn: entry('warn'),
    error: entry('error'),
    get lostLines() {
      return lostLines();
    },
  };
}

/** The log of a process: standard output, plain on a terminal. */
export function processLogger(config: Pick<NodeConfig, 'logLevel' | 'logFormat'>): Logger {
  const { logLevel: level, logFormat } = config;
  const plain = logFormat === 'plain' || (logFormat === 'auto' && process.stdout.isTTY);
  const format = plain ? 'plain' : 'json';
  const output = standardOutput((lines) =>
    lineOf(format, Date.now(), 'warn', 'log-lines-lost', { lines }),
  );
  return createLogger({
    level,
    format,
    write: (line) => output.write(line),
    lostLines: () => output.lost,
  });
}

export const SILENT: Logger = createLogger({
  level: 'silent',
  format: 'json',
  write: () => undefined,
});

const TEXT_LENGTH_MAX = 400;

/** Shortens texts from outside (keys, addresses), and makes control and bidirectional characters visible. */
export function harmless(text: string): string {
  const cut = text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX)}…` : text;
  return cut.replace(
    // oxlint-disable-next-line no-control-regex -- finding them is the point
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function printable(value: unknown): unknown {
  if (typeof value === 'string') return harmless(value);
  if (value instanceof Error) {
    return { name: value.name, message: harmless(value.message), stack: value.stack };
  }
  return value;
}

function lineOf(
  format: 'json' | 'plain',
  nowMs: number,
  level: LogLevel,
  event: string,
  fields: LogFields,
): string {
  const at = new Date(nowMs).toISOString();
  return (format === 'json' ? jsonLine : plainLine)(at, level, event, fields);
}

function jsonLine(at: string, level: string, event: string, fields: LogFields): string {
  const safe = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, printable(value)]),
  );
  return JSON.stringify({ at, level, event, ...safe });
}

function plainLine(at: string, level: string, event: string, fields: LogFields): string {
  const rest = Object.entries(fields).map(([name, value]) => {
    if (value instanceof Error) return `\n${value.stack ?? value.message}`;
    return ` ${name}=${typeof value === 'string' ? harmless(value) : JSON.stringify(value)}`;
  });
  const mark = level === 'info' ? '' : ` ${level.toUpperCase()}`;
  return `${at.slice(11, 23)}${mark} ${event}${rest.join('')}`;
}
