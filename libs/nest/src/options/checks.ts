// The valid host names, bind addresses and peers, before anything is resolved.
import { isIP, isIPv6 } from 'node:net';
import { parseAddress } from '@chord-dht/transport';

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

export function checkHostName(host: string): string | undefined {
  return HOST_NAME.test(host) || isIP(host) !== 0 || isBracketed(host)
    ? undefined
    : 'is neither a host name nor an IP address; give for example node-1.example or 10.0.0.1';
}

/** Checks the name of a node; an IPv6 address needs brackets. */
export function checkHost(host: string): string | undefined {
  if (isIPv6(host)) return `needs brackets; give [${host}]`;
  return checkHostName(host);
}

export function checkBind(address: string): string | undefined {
  return address === 'localhost' || isIP(address) !== 0
    ? undefined
    : 'is not an IP address; give for example 127.0.0.1, ::1 or localhost';
}

/** Checks a peer in the form `host:port`. */
export function checkPeer(peer: string): string | undefined {
  return parseAddress(peer)
    ? undefined
    : 'is not of the form host:port; give for example localhost:5001';
}

/** The name of a service, whose members a DNS server lists (SRV). */
function isService(name: string): boolean {
  return name.startsWith('_') && HOST_NAME.test(name);
}

/** Checks a name with a port, or that of a service. */
export function checkDiscover(name: string): string | undefined {
  return isService(name) || parseAddress(name)?.kind === 'name'
    ? undefined
    : 'is neither NAME:PORT nor the name of a service; give for example chord.example:5000 or _chord._tcp.example';
}

/** Checks `old=new`, both in the form of a peer. */
export function checkMove(move: string): string | undefined {
  const names = move.split('=');
  return names.length === 2 && names.every((name) => parseAddress(name))
    ? undefined
    : 'is not of the form old=new; give for example localhost:5000=localhost:6000';
}

/** Each disk has one new name, which is no disk's old name: so the list can be given again at every start. */
export function checkMoves(moves: readonly string[]): string | undefined {
  const [before, now] = [0, 1].map((side) =>
    moves.map((move) => (move.split('=')[side] as string).toLowerCase()),
  ) as [string[], string[]];
  const twice = [before, now].flatMap((names) =>
    names.filter((name, at) => names.indexOf(name) !== at),
  );
  const both = before.filter((name) => now.includes(name));
  const [name] = [...both, ...twice];
  return name === undefined
    ? undefined
    : `${name} stands in it twice; each member has one old and one new name, and a new name is no old one`;
}

function isBracketed(host: string): boolean {
  return host.startsWith('[') && host.endsWith(']') && isIPv6(host.slice(1, -1));
}
