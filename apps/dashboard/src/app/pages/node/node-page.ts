// The page of one node: its own view of the ring, its store, its parameters and its events.
import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { type NodeViewDto, apiPath } from '@chord-dht/api-client';
import { age, bytes, count, fingerWords, wordsOf } from '@chord-dht/ring-view';
import { EventLog } from '../../data/event-log';
import { lastGood } from '../../data/last-good';
import { problemOf } from '../../data/problem';
import { RingData } from '../../data/ring-data';
import { kindOf } from '../../text/event-words';
import { everyEntry, uptime } from '../../text/node-words';
import { CurlBox } from '../../ui/curl-box';
import { EventTable } from '../../ui/event-table';
import { ProblemNote } from '../../ui/problem-note';

const EVENTS_SHOWN = 20;

@Component({
  selector: 'app-node-page',
  imports: [CurlBox, EventTable, ProblemNote],
  templateUrl: './node-page.html',
  styleUrl: './node-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodePage {
  /** `?at=`: the address of a member; without it, the node that serves this page. */
  readonly at = input<string>();

  private readonly router = inject(Router);
  private readonly ring = inject(RingData).ring;
  private readonly log = inject(EventLog);

  protected readonly path = computed(() => {
    const at = this.at();
    return at
      ? apiPath('/api/v1/nodes/{id}', { id: this.idOf(at) ?? at })
      : apiPath('/api/v1/node');
  });
  private readonly resource = httpResource<NodeViewDto>(() => this.path());
  protected readonly view = lastGood(this.resource, this.path);
  protected readonly problem = computed(() => {
    const error = this.resource.error();
    return error ? problemOf(error) : null;
  });
  protected readonly addresses = computed(
    () => this.ring()?.members.map(({ node }) => node.address) ?? [],
  );
  protected readonly self = computed(() => this.ring()?.self.address);
  protected readonly shown = computed(() => this.at() ?? this.self() ?? '');
  protected readonly everyFinger = signal(false);
  protected readonly fingers = computed(() => {
    const fingers = this.view()?.fingers ?? [];
    return (this.everyFinger() ? everyEntry(fingers) : fingers).map((run) => ({
      name: fingerWords(run),
      start: this.everyFinger() && run.start === '' ? '' : run.start,
      address: run.node.address,
      age: run.ageMs === null ? 'not yet' : age(run.ageMs),
    }));
  });
  protected readonly facts = computed(() => {
    const view = this.view();
    if (!view) return [];
    const { store } = view;
    return [
      ['State', wordsOf(view.state)],
      ['Id', view.self.printedId],
      ['Predecessor', view.predecessor?.address ?? 'none'],
      ['Successors', view.successors.map(({ address }) => address).join(', ') || 'itself'],
      [
        'Store',
        `${store.engine}: owns ${count(store.ownKeys, 'key')}, ${bytes(store.ownBytes)}; with copies for others ${count(store.keys, 'key')}, ${bytes(store.bytes)}`,
      ],
      ['Arcs on their way', String(store.pendingRanges)],
      ['Fewest home replicas of a key', String(store.fewestHomeReplicas ?? '–')],
      ['Transport', view.transport],
      ['Ids', `${view.bits} bits, ${view.hash}`],
      ['Version', `${view.version}, up for ${uptime(view.uptimeSeconds)}`],
    ].map(([name = '', value = '']) => ({ name, value }));
  });
  protected readonly parameters = computed(() =>
    Object.entries(this.view()?.parameters ?? {}).map(([name, value]) => ({ name, value })),
  );
  /** The events are those of the node that serves this page. */
  protected readonly events = computed(() =>
    this.shown() === this.self()
      ? this.log
          .events()
          .filter((event) => kindOf(event) !== 'lookup')
          .slice(0, EVENTS_SHOWN)
      : [],
  );

  protected reload(): void {
    this.resource.reload();
  }

  protected choose(event: Event): void {
    const at = (event.target as HTMLSelectElement).value;
    void this.router.navigate([], { queryParams: { at: at === this.self() ? null : at } });
  }

  private idOf(address: string): string | undefined {
    return this.ring()?.members.find(({ node }) => node.address === address)?.node.id;
  }
}
