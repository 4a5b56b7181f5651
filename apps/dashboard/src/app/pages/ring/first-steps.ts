// The first steps shown at a ring of one node.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { NodeRefDto } from '@chord-dht/api-client';
import { CurlBox } from '../../ui/curl-box';
import { neighbour } from '../../text/addresses';
import { serveCommand } from '../../text/start-command';

@Component({
  selector: 'app-first-steps',
  imports: [CurlBox],
  template: `
    <h2>A ring of one</h2>
    <p>
      {{ self().address }} owns every key, and each is stored once: if this machine fails, they are
      out of reach. With a second node the circle is shared: each node owns the arc that ends at its
      own id.
    </p>
    <ol>
      <li>
        <app-curl-box title="Start a second node" [call]="start()" />
      </li>
      <li>
        <app-curl-box title="Bring it into this ring" [call]="join()" />
      </li>
    </ol>
    <p class="muted small">Or paste its address into the join form on this page.</p>
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.75rem;
    }
    ol {
      display: grid;
      gap: 0.75rem;
      margin: 0;
      padding-left: 1.25rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FirstSteps {
  readonly self = input.required<NodeRefDto>();

  private readonly second = computed(() => neighbour(this.self().address));
  protected readonly start = computed(() => `${serveCommand()} --port ${this.second().port}`);
  protected readonly join = computed(
    () =>
      `curl --location --request PUT "${this.self().address}/dht/join" --data "${this.second().address}"`,
  );
}
