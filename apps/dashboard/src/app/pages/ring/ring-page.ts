// The first page: the health of the ring, its members, and the actions on it.
import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { type LookupDto, apiPath } from '@chord-dht/api-client';
import { RingComponent, RingSkeleton, RingTableComponent, count } from '@chord-dht/ring-view';
import { lastGood } from '../../data/last-good';
import { RingData } from '../../data/ring-data';
import { membersOf, unreadArcs } from '../../data/ring-picture';
import { JoinForm } from '../../membership/join-form';
import { LeaveButton } from '../../membership/leave-button';
import { SearchText } from '../../shell/search-text';
import { afterPaint } from '../../ui/after-paint';
import { CurlBox } from '../../ui/curl-box';
import { HealthLine } from '../../ui/health-line';
import { HelpDialog } from '../../ui/help-dialog';
import { troubleOf } from '../../text/trouble';
import { ProblemNote } from '../../ui/problem-note';
import { TroubleNote } from '../../ui/trouble-note';
import { FirstSteps } from './first-steps';
import { InvariantList } from './invariant-list';
import { KeyForm } from './key-form';
import { MemberPanel } from './member-panel';

@Component({
  selector: 'app-ring-page',
  imports: [
    CurlBox,
    FirstSteps,
    HealthLine,
    HelpDialog,
    InvariantList,
    JoinForm,
    KeyForm,
    LeaveButton,
    MemberPanel,
    ProblemNote,
    RingComponent,
    RingSkeleton,
    RingTableComponent,
    TroubleNote,
  ],
  templateUrl: './ring-page.html',
  styleUrl: './ring-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RingPage {
  /** `?node=`: the address of the selected member. */
  readonly node = input<string>();
  /** `?heat=keys`: arcs are coloured by the density of their keys. */
  readonly heat = input<string>();
  /** `?key=`: a key to mark. */
  readonly key = input<string>();

  private readonly router = inject(Router);
  private readonly search = inject(SearchText);
  protected readonly data = inject(RingData);
  private readonly help = viewChild.required(HelpDialog);

  protected readonly ring = this.data.ring;
  protected readonly problem = this.data.problem;
  protected readonly members = computed(() => {
    const ring = this.ring();
    return ring ? membersOf(ring) : [];
  });
  protected readonly unread = computed(() => {
    const ring = this.ring();
    return ring ? unreadArcs(ring) : [];
  });
  protected readonly trouble = computed(() => {
    const ring = this.ring();
    return ring ? troubleOf(ring) : null;
  });
  protected readonly selected = computed(() =>
    this.members().find(({ node }) => node.address === this.node()),
  );
  protected readonly matched = computed(() => {
    const matched = this.search.matched();
    return matched.length > 0 ? matched : null;
  });
  protected readonly suspects = computed(() =>
    (this.ring()?.invariants ?? []).flatMap(({ nodes }) => nodes),
  );
  protected readonly tableTitle = computed(() => count(this.ring()?.members.length ?? 0, 'member'));
  protected readonly ringCall = { url: apiPath('/api/v1/ring') };

  private readonly lookup = httpResource<LookupDto>(() => {
    const key = this.key();
    return key ? apiPath('/api/v1/lookups/{key}', { key }) : undefined;
  });
  private readonly marked = lastGood(this.lookup, this.key);
  protected readonly keyMark = computed(() => {
    const lookup = this.marked();
    return lookup
      ? { key: lookup.key, printedId: lookup.keyId.printedId, position: lookup.keyId.position }
      : null;
  });
  protected readonly keyOwner = computed(() => this.marked()?.owner.address ?? null);

  protected select(node: string | null): void {
    this.go({ node });
  }

  /** The ring has marked the node already; its panel takes longer in a ring of hundreds. */
  protected selectSoon(node: string | null): void {
    afterPaint(() => this.select(node));
  }

  protected toggleHeat(): void {
    this.go({ heat: this.heat() === 'keys' ? null : 'keys' });
  }

  protected mark(key: string): void {
    this.go({ key: key || null });
  }

  protected written(key: string): void {
    this.mark(key);
    this.data.reload();
  }

  protected askSearch(): void {
    this.search.ask();
  }

  protected showHelp(): void {
    this.help().open();
  }

  private go(queryParams: {
    node?: string | null;
    key?: string | null;
    heat?: string | null;
  }): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}
