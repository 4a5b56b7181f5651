// Finds the members of a ring by DNS: the addresses of a name (A, AAAA), or the services of one (SRV).
import { lookup, resolveSrv } from 'node:dns/promises';
import type { Address } from '@chord-dht/chord';
import { parseAddress } from '@chord-dht/transport';
import type { MemberLog } from '../ports/member-log';

export interface Found {
  readonly members: readonly Address[];
  /** Names for which no DNS server answered: their absence from the result proves nothing. */
  readonly silent: readonly string[];
}

export interface Resolver {
  /** Returns the IP addresses of a name, IPv6 without brackets. */
  addresses(name: string): Promise<readonly string[]>;
  services(name: string): Promise<readonly { readonly name: string; readonly port: number }[]>;
}

export const SYSTEM_RESOLVER: Resolver = {
  addresses: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  services: resolveSrv,
};

/** Codes for: no such name, or no address for it. That is an answer. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);
/** The name of a service has no port, as each of its members has its own. */
const isService = (name: string): boolean => !name.includes(':');

/** The most members that are tried; one that answers is enough. */
const FOUND_MAX = 64;

export class Discovery {
  private said = '';

  /** @param names `name:port`, or the name of a service, `_chord._tcp.example` */
  constructor(
    private readonly names: readonly string[],
    private readonly log: Pick<MemberLog, 'info'>,
    private readonly resolver: Resolver,
  ) {}

  get isOn(): boolean {
    return this.names.length > 0;
  }

  /** Resolves the names now; a name that does not resolve, as that of a service without members, adds nothing. */
  async find(): Promise<Found> {
    const silent: string[] = [];
    const found = await Promise.all(
      this.names.map((name) =>
        this.membersOf(name).catch((error: NodeJS.ErrnoException) => {
          if (!NOTHING.has(error.code ?? '')) silent.push(name);
          return [];
        }),
      ),
    );
    const members = [...new Set(found.flat())].slice(0, FOUND_MAX);
    this.say(members, silent);
    return { members, silent };
  }

  private async membersOf(name: string): Promise<Address[]> {
    if (isService(name)) {
      const services = await this.resolver.services(name);
      return services.flatMap((one) => wellFormed(`${one.name.replace(/\.$/, '')}:${one.port}`));
    }
    const colon = name.lastIndexOf(':');
    const ips = await this.resolver.addresses(name.slice(0, colon));
    const port = name.slice(colon + 1);
    return ips.flatMap((ip) => wellFormed(ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`));
  }

  /** Logs each answer that differs from the one before. */
  private say(members: readonly Address[], silent: readonly string[]): void {
    const text = [...members].sort().join(',');
    if (!this.isOn || this.said === text) return;
    this.said = text;
    this.log.info('discovered', { names: this.names, members, silent });
  }
}

function wellFormed(text: string): Address[] {
  const parsed = parseAddress(text);
  return parsed ? [parsed.address] : [];
}
