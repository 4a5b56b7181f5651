// Applies each action to a world.
import { codeOf, type Address } from '@chord-dht/chord';
import type { StoreCluster } from '../cluster/store-cluster';
import { askStore, type Request } from '../values/ask-store';
import { addressOf, numberOf } from './names';
import type { LogLine } from './picture';
import type { Deed, NodeDeed } from './script';
import type { Trails } from './trails';

const TIMEOUT_MS = 4_000;

type KeyDeed = Extract<Deed, { readonly key: string }>;

export class Deeds {
  /** Nodes with delayed messages. */
  readonly slow = new Set<number>();
  /** Nodes that were present once, with the peers that they remembered when they crashed. */
  private readonly remembered = new Map<number, readonly Address[]>();

  constructor(
    private readonly cluster: StoreCluster,
    private readonly trails: Trails,
    private readonly say: (words: string, weight: LogLine['weight']) => void,
  ) {}

  perform(deed: Deed): void {
    switch (deed.do) {
      case 'heal':
        this.cluster.network.faults.heal();
        break;
      case 'slow':
        this.cluster.network.faults.slowDown(addressOf(deed.node), deed.extraMs);
        if (deed.extraMs > 0) this.slow.add(deed.node);
        else this.slow.delete(deed.node);
        break;
      case 'cut':
        this.cut(deed.node);
        break;
      case 'put':
        this.ask(deed, { kind: 'put', value: deed.value });
        break;
      case 'get':
        this.ask(deed, { kind: 'get', reading: 'majority' });
        break;
      case 'lookup':
        this.lookUp(deed);
        break;
      default:
        for (const number of deed.nodes) this.doTo(deed.do, number);
    }
  }

  private doTo(what: NodeDeed, number: number): void {
    const { cluster } = this;
    const address = addressOf(number);
    const node = cluster.node(address);
    switch (what) {
      case 'add':
        if (!node && !this.remembered.has(number)) this.bringIn(address, []);
        break;
      case 'restart':
        if (!node) this.bringIn(address, this.remembered.get(number) ?? []);
        break;
      case 'crash':
        if (node) this.remembered.set(number, node.rememberedPeers());
        cluster.crash(address);
        break;
      case 'leave':
        cluster
          .leave(address)
          .catch((error: unknown) => this.note(`n${number} cannot leave`, error));
        break;
      case 'pause':
        cluster.sleep(address);
        break;
      case 'wake':
        cluster.wake(address);
        break;
    }
  }

  private bringIn(address: Address, remembered: readonly Address[]): void {
    const { cluster } = this;
    const via = (): Address[] => {
      const serving = cluster.serving().filter((host) => host !== address);
      return serving.length === 0 ? [] : [cluster.random.pick(serving)];
    };
    cluster.rejoin(address, remembered, via).catch((error: unknown) => this.note(address, error));
  }

  private cut(number: number): void {
    const inOrder = this.cluster.ringMap().members.map(({ address }) => address);
    const start = Math.max(0, inOrder.indexOf(addressOf(number)));
    const turned = [...inOrder.slice(start), ...inOrder.slice(0, start)];
    const half = Math.floor(turned.length / 2);
    const { faults } = this.cluster.network;
    faults.cut(turned.slice(0, half), turned.slice(half));
    faults.cut(turned.slice(half), turned.slice(0, half));
  }

  private ask({ do: what, node: number, key }: KeyDeed, request: Request): void {
    const node = this.cluster.node(addressOf(number));
    if (!node) return this.say(`n${number} is not there to be asked`, 'bad');
    const target = node.keyId(key);
    const turn = this.cluster.space.turn(target);
    const trail = this.trails.begin(node, target, { deed: what, key, turn });
    const asking = askStore(this.cluster, addressOf(number), key, request, {
      timeoutMs: TIMEOUT_MS,
    });
    asking.then(
      ({ entry: { outcome, reply, code } }) => {
        const value = reply?.kind === 'value' ? `“${reply.value ?? 'nothing'}”` : reply?.kind;
        const words = outcome === 'ok' ? `${value}` : `${outcome}${code ? ` (${code})` : ''}`;
        trail.end(words, outcome === 'ok');
        this.say(`n${number} says of ${key}: ${words}`, outcome === 'ok' ? 'calm' : 'bad');
      },
      (error: unknown) => this.note(`n${number}`, error),
    );
  }

  private lookUp({ node: number, key }: KeyDeed): void {
    const node = this.cluster.node(addressOf(number));
    if (!node) return this.say(`n${number} is not there to be asked`, 'bad');
    const target = node.keyId(key);
    const turn = this.cluster.space.turn(target);
    const trail = this.trails.begin(node, target, { deed: 'lookup', key, turn });
    node.lookup(target, { verifyOwner: true }).then(
      ({ owner, hops }) => {
        const count = hops.length === 1 ? '1 hop' : `${hops.length} hops`;
        trail.end(`n${numberOf(owner.address)} owns it, ${count}`, true, owner);
        this.say(
          `n${number} finds the owner of ${key}: n${numberOf(owner.address)}, ${count}`,
          'calm',
        );
      },
      (error: unknown) => {
        trail.end(codeOf(error), false);
        this.note(`n${number} looks ${key} up`, error);
      },
    );
  }

  private note(what: string, error: unknown): void {
    this.say(`${what}: ${codeOf(error)}`, 'bad');
  }
}
