// The network faults that a test has requested, and the form of the request.
import type { Address } from '@chord-dht/chord';
import { parseAddress } from '@chord-dht/transport';
import { HttpError } from '../http/problem/http-error';

export interface Faults {
  /** Peers that this node's requests do not reach; their requests do not reach it either, unless `oneWay`. */
  readonly block: ReadonlySet<Address>;
  /** The delay of every outgoing request in milliseconds. */
  readonly delayMs: number;
  /** The delay of the answers to requests of peers in milliseconds. */
  readonly answerDelayMs: number;
  /** The share of outgoing requests that are lost, 0 to 1. */
  readonly drop: number;
  /** True when blocked peers still reach this node. */
  readonly oneWay: boolean;
}

export const NO_FAULTS: Faults = {
  block: new Set(),
  delayMs: 0,
  answerDelayMs: 0,
  drop: 0,
  oneWay: false,
};

const NAMES = new Set(Object.keys(NO_FAULTS));
const DELAY_MS_MAX = 60_000;
const BLOCK_MAX = 1_024;

/**
 * Reads `{"block": ["host:port", ...], "delayMs": 0, "answerDelayMs": 0, "drop": 0, "oneWay": false}`; missing fields
 * are no faults.
 * @throws HttpError `BAD_BODY` or `BAD_ADDRESS`
 */
export function readFaults(fields: ReadonlyMap<string, unknown>): Faults {
  const unknown = [...fields.keys()].find((name) => !NAMES.has(name));
  if (unknown !== undefined) throw new HttpError('BAD_BODY', 'There is no such fault');
  const {
    block = [],
    delayMs = 0,
    answerDelayMs = 0,
    drop = 0,
    oneWay = false,
  } = Object.fromEntries(fields) as Record<string, unknown>;
  if (!Array.isArray(block) || block.length > BLOCK_MAX) {
    throw new HttpError('BAD_BODY', `block has to be a list of at most ${BLOCK_MAX} host:port`);
  }
  if (typeof oneWay !== 'boolean') throw new HttpError('BAD_BODY', 'oneWay is true or false');
  return {
    block: new Set(block.map(readPeer)),
    delayMs: readNumber(delayMs, 'delayMs', DELAY_MS_MAX),
    answerDelayMs: readNumber(answerDelayMs, 'answerDelayMs', DELAY_MS_MAX),
    drop: readNumber(drop, 'drop', 1),
    oneWay,
  };
}

function readPeer(peer: unknown): Address {
  const parsed = typeof peer === 'string' ? parseAddress(peer) : undefined;
  if (!parsed) throw new HttpError('BAD_ADDRESS', 'block has to be a list of host:port');
  return parsed.address;
}

function readNumber(value: unknown, name: string, max: number): number {
  if (typeof value === 'number' && value >= 0 && value <= max) return value;
  throw new HttpError('BAD_BODY', `${name} has to be a number from 0 to ${max}`);
}
