// Resolves the address of a peer, and checks that it may be contacted.
import { lookup as systemLookup } from 'node:dns/promises';
import { ChordError } from '@chord-dht/chord';
import type { AddressPolicy } from './address-policy';
import { parseAddress, type ParsedAddress } from './parse-address';

/** A checked IP address and port, to be connected to without another resolution. */
export interface Target {
  readonly ip: string;
  readonly port: number;
}

export type HostLookup = (host: string) => Promise<readonly string[]>;

/** Names of this machine, for which no resolver is asked. */
const LOOPBACK_NAMES = new Set(['localhost', 'localhost.localdomain']);
const LOOPBACK_IPS = ['127.0.0.1', '::1'];
/** The most addresses of a name that are tried. */
const TARGETS_MAX = 4;

/**
 * The IP addresses to try for a peer, best first; never empty.
 * @throws ChordError `REFUSED` when the text is no address or it may not be contacted, `UNREACHABLE`
 *   when the name has no address.
 */
export async function resolveAllowed(
  address: string,
  policy: AddressPolicy,
  lookup: HostLookup = lookUp,
): Promise<Target[]> {
  const parsed = parseAddress(address);
  if (!parsed)
    throw new ChordError('REFUSED', `${JSON.stringify(address)} is not of the form host:port`);
  const ips = await ipsOf(parsed, lookup);
  const verdicts = ips.slice(0, TARGETS_MAX).map((ip) => ({ ip, verdict: policy.check(ip) }));
  const targets: Target[] = [];
  for (const { ip, verdict } of verdicts) {
    // One forbidden address is enough to refuse a name: no peer needs such a name.
    if (!verdict.allowed) {
      throw new ChordError('REFUSED', `${address} may not be contacted: ${verdict.why}`);
    }
    targets.push({ ip, port: parsed.port });
  }
  return targets;
}

async function ipsOf(
  { host, kind }: ParsedAddress,
  lookup: HostLookup,
): Promise<readonly string[]> {
  if (kind !== 'name') return [host];
  if (LOOPBACK_NAMES.has(host)) return LOOPBACK_IPS;
  const ips = await lookup(host).catch((error: NodeJS.ErrnoException) => {
    throw new ChordError('UNREACHABLE', `${host} has no address (${error.code ?? 'unknown'})`);
  });
  if (ips.length === 0) throw new ChordError('UNREACHABLE', `${host} has no address`);
  return ips;
}

async function lookUp(host: string): Promise<string[]> {
  const found = await systemLookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}
