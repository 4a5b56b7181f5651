// The IP addresses that a node may contact on behalf of a caller.
import { BlockList, isIPv4 } from 'node:net';

/**
 * Refused in any case: this network, link-local (and so cloud metadata), multicast, reserved, broadcast, embedded IPv4.
 */
const NEVER: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['64:ff9b::', 96],
];
const LOOPBACK: readonly (readonly [string, number])[] = [
  ['127.0.0.0', 8],
  ['::1', 128],
];

export interface AddressPolicyOptions {
  /** True when the node listens on loopback only: it contacts only loopback, too. */
  loopbackOnly: boolean;
  /** Networks in CIDR form that may be contacted besides loopback; without it every unicast address. */
  networks?: readonly string[];
}

/** The result of a check, with the reason of a refusal. */
export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly why: string };

export class AddressPolicy {
  private readonly never = blockList(NEVER);
  private readonly loopback = blockList(LOOPBACK);
  private readonly networks: BlockList | undefined;

  /** @throws RangeError for a network that is not in CIDR form. */
  constructor(private readonly options: AddressPolicyOptions) {
    this.networks = options.networks && blockList(options.networks.map(readNetwork));
  }

  /** @param ip an IPv4 or IPv6 address. An IPv4 address mapped into IPv6 is checked as IPv4. */
  check(ip: string): Verdict {
    if (contains(this.loopback, ip)) return { allowed: true };
    if (this.options.loopbackOnly) {
      return { allowed: false, why: 'this node listens on loopback only' };
    }
    if (contains(this.never, ip)) {
      return {
        allowed: false,
        why: 'it is a link-local, multicast or reserved address, and no member can have one',
      };
    }
    if (this.networks && !contains(this.networks, ip)) {
      return { allowed: false, why: 'it is in none of the allowed networks' };
    }
    return { allowed: true };
  }
}

function blockList(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of networks) list.addSubnet(network, bits, familyOf(network));
  return list;
}

/** `BlockList` looks up mapped IPv4 addresses among the IPv4 networks. */
function contains(list: BlockList, ip: string): boolean {
  return list.check(ip, familyOf(ip));
}

function familyOf(ip: string): 'ipv4' | 'ipv6' {
  return isIPv4(ip) ? 'ipv4' : 'ipv6';
}

function readNetwork(text: string): readonly [string, number] {
  const [network, bits, rest] = text.split('/');
  if (!network || !bits || rest !== undefined || !/^\d{1,3}$/.test(bits)) {
    throw new RangeError(`${text} is not a network; give for example 10.0.0.0/8`);
  }
  return [network, Number(bits)];
}
