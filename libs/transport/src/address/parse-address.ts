// Parses the strict written form of a peer's address, before anything is resolved.
import { isIPv4, isIPv6 } from 'node:net';

export interface ParsedAddress {
  /** In lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  readonly kind: 'name' | 'ipv4' | 'ipv6';
  /** The whole address in lower case, which peers hash and compare. */
  readonly address: string;
}

/** In characters: a name of 253, brackets, colon and port fit. */
const LENGTH_MAX = 270;
const HOST_AND_PORT = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+)):([1-9][0-9]{0,4})$/;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const NAME_LENGTH_MAX = 253;
const PORT_MAX = 65_535;

/**
 * Reads `name:port`, `1.2.3.4:port` or `[v6]:port`, port 1 to 65535; `undefined` for anything else:
 * schemes, paths, users, blanks, zone ids, ports with leading zeros, and the shorthand of IPv4 that
 * some resolvers understand (`127.1`, `0x7f.1`, `2130706433`).
 */
export function parseAddress(text: string): ParsedAddress | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const address = text.toLowerCase();
  const [, bracketed, bare, digits] = HOST_AND_PORT.exec(address) ?? [];
  const port = Number(digits);
  const host = bracketed ?? bare;
  if (host === undefined || !(port <= PORT_MAX)) return undefined;
  const kind = kindOf(host, bracketed !== undefined);
  return kind && { host, port, kind, address };
}

/**
 * True for the name of a member: an address or, for a further position of its host, an address with
 * `#1`, `#2`, ... behind it.
 */
export function isMemberName(text: string): boolean {
  const [, address = '', position] = /^([^#]*)(?:#([1-9][0-9]{0,3}))?$/.exec(text) ?? [];
  const isWhole = text === address || position !== undefined;
  return isWhole && parseAddress(address) !== undefined;
}

function kindOf(host: string, bracketed: boolean): ParsedAddress['kind'] | undefined {
  if (bracketed) return isIPv6(host) ? 'ipv6' : undefined;
  if (isIPv4(host)) return 'ipv4';
  return isHostName(host) ? 'name' : undefined;
}

function isHostName(host: string): boolean {
  const labels = host.split('.');
  const last = labels[labels.length - 1] as string;
  // Some resolvers would read a name whose last label is a number as an IPv4 address.
  const looksNumeric = /^(?:[0-9]+|0x[0-9a-f]*)$/.test(last);
  return (
    host.length <= NAME_LENGTH_MAX && !looksNumeric && labels.every((label) => LABEL.test(label))
  );
}
