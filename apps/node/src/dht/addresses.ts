// Reads the addresses in a request.
import type { Address } from '@chord-dht/chord';
import { shown } from '../config/option';
import { HttpError } from '../http/problem/http-error';
import { parseAddress } from '@chord-dht/transport';

export const PEERS_MAX = 64;

/**
 * Reads the addresses in a body of lines; blank lines, `\r\n` and spaces around a line are ignored.
 * @throws HttpError `BAD_BODY` or `BAD_ADDRESS`
 */
export function readAddressLines(body: Uint8Array): Address[] {
  const text = new TextDecoder('utf-8').decode(body);
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return readAddresses(lines);
}

/** @throws HttpError `BAD_BODY` or `BAD_ADDRESS` */
export function readAddresses(lines: readonly unknown[]): Address[] {
  if (lines.length === 0) {
    throw new HttpError(
      'BAD_BODY',
      'Give at least one address in the body, for example localhost:5001',
    );
  }
  if (lines.length > PEERS_MAX) {
    throw new HttpError(
      'BAD_BODY',
      `The body may have at most ${PEERS_MAX} addresses; this one has ${lines.length}`,
    );
  }
  const addresses = lines.map((line) => ({ line, address: addressOf(line) }));
  const bad = addresses.filter(({ address }) => address === undefined);
  if (bad.length > 0) {
    const peers = bad.map(({ line }) => ({
      address: String(line).slice(0, 300),
      ok: false,
      code: 'BAD_ADDRESS',
      message: 'is not of the form host:port',
    }));
    const names = bad.map(({ line }) => shown(String(line))).join(', ');
    throw new HttpError('BAD_ADDRESS', `Not of the form host:port: ${names}; nothing was joined`, {
      peers,
    });
  }
  return [...new Set(addresses.map(({ address }) => address as Address))];
}

/** @throws HttpError `BAD_ADDRESS` */
export function readAddress(text: unknown, name: string): Address {
  const address = addressOf(text);
  if (address !== undefined) return address;
  const what = text === undefined ? 'is missing' : 'is not of the form host:port';
  throw new HttpError(
    'BAD_ADDRESS',
    `The parameter ${name} ${what}; give for example localhost:5001`,
  );
}

function addressOf(text: unknown): Address | undefined {
  return typeof text === 'string' ? parseAddress(text)?.address : undefined;
}
