// The page of the ring's last fifteen minutes.
import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  untracked,
} from '@angular/core';
import { Router } from '@angular/router';
import { type InsightsDto, apiPath } from '@chord-dht/api-client';
import { BarsComponent, ChartFrame, LinesComponent, MatrixComponent } from '@chord-dht/ring-view';
import { Clock } from '../../data/clock';
import { lastGood } from '../../data/last-good';
import { problemOf } from '../../data/problem';
import { RingData } from '../../data/ring-data';
import { CurlBox } from '../../ui/curl-box';
import { ProblemNote } from '../../ui/problem-note';
import {
  durationChart,
  hopsChart,
  keysChart,
  latencyChart,
  loadChart,
  rateChart,
} from './insight-charts';

/** In milliseconds: nodes end a sample every five seconds. */
const REFRESH_MS = 5_000;

@Component({
  selector: 'app-insights-page',
  imports: [BarsComponent, ChartFrame, CurlBox, LinesComponent, MatrixComponent, ProblemNote],
  templateUrl: './insights-page.html',
  styleUrl: './insights-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InsightsPage {
  /** `?at=`: the address of one member; without it, all together. */
  readonly at = input<string>();

  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  private readonly ring = inject(RingData);
  private readonly resource = httpResource<InsightsDto>(() => apiPath('/api/v1/insights'));
  private readonly insights = lastGood(this.resource);
  private nextAtMs = Date.now() + REFRESH_MS;

  protected readonly call = { url: apiPath('/api/v1/insights') };
  protected readonly problem = computed(() => {
    const error = this.resource.error();
    return error ? problemOf(error) : null;
  });
  protected readonly addresses = computed(
    () => this.insights()?.nodes.map(({ node }) => node.address) ?? [],
  );
  protected readonly partial = computed(() => {
    const insights = this.insights();
    if (!insights || insights.nodes.length === insights.total) return '';
    return `${insights.nodes.length} of ${insights.total} nodes answered: the figures are theirs alone.`;
  });
  protected readonly charts = computed(() => {
    const insights = this.insights();
    if (!insights) return null;
    const at = this.at() ?? null;
    return {
      hops: hopsChart(insights),
      load: loadChart(insights),
      rate: rateChart(insights, at),
      duration: durationChart(insights, at),
      latency: latencyChart(insights),
    };
  });
  protected readonly keys = computed(() => {
    const ring = this.ring.ring();
    return ring ? keysChart(ring) : null;
  });

  constructor() {
    effect(() => {
      const now = this.clock.now();
      untracked(() => {
        if (this.ring.paused() || document.hidden || now < this.nextAtMs) return;
        this.nextAtMs = now + REFRESH_MS;
        this.reload();
      });
    });
  }

  protected reload(): void {
    if (!this.resource.isLoading()) this.resource.reload();
  }

  protected choose(event: Event): void {
    const at = (event.target as HTMLSelectElement).value || null;
    void this.router.navigate([], { queryParams: { at } });
  }
}
