// Knows which host names, bind addresses and peers make sense, before anything is resolved.
import { isIP, isIPv6 } from 'node:net';
import { parseAddress } from '../dht/address/parse-address';

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

/** Names and addresses of this very machine; no resolver is asked. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    bare === 'localhost' ||
    bare === 'localhost.localdomain' ||
    bare === '::1' ||
    /^127(\.\d{1,3}){3}$/.test(bare)
  );
}

export function checkHostName(host: string): string | undefined {
  return HOST_NAME.test(host) || isIP(host) !== 0 || isBracketed(host)
    ? undefined
    : 'is no host name and no IP address';
}

/** The name a node goes by; an IPv6 address stands in brackets. */
export function checkHost(host: string): string | undefined {
  if (isIPv6(host)) return `needs brackets; give [${host}]`;
  return checkHostName(host);
}

export function checkBind(address: string): string | undefined {
  return address === 'localhost' || isIP(address) !== 0
    ? undefined
    : 'is no IP address; give for example 127.0.0.1, ::1 or localhost';
}

/** `host:port`, as one writes a peer. */
export function checkPeer(peer: string): string | undefined {
  return parseAddress(peer) ? undefined : 'is no host:port; give for example localhost:5001';
}

function isBracketed(host: string): boolean {
  return host.startsWith('[') && host.endsWith(']') && isIPv6(host.slice(1, -1));
}
