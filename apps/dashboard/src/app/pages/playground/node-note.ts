// The pointers of the selected node in the playground: its successor list, predecessor and fingers.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { count } from '@chord-dht/ring-view';
import type { NodeDetail } from '@chord-dht/simulator';

const SUCCESSORS_SHOWN = 8;

const STATES = {
  member: 'a member of the ring',
  coming: 'on its way into the ring',
  going: 'on its way out',
  asleep: 'paused: it does nothing',
  dead: 'dead',
} as const;

@Component({
  selector: 'app-node-note',
  template: `
    <h3>n{{ detail().number }}</h3>
    <p>{{ words() }}</p>
    @if (detail().state !== 'dead') {
      <dl class="facts">
        <dt>Predecessor</dt>
        <dd>{{ detail().predecessor === null ? 'none' : 'n' + detail().predecessor }}</dd>
        <dt>Successors</dt>
        <dd>{{ successors() }}</dd>
        <dt>Fingers</dt>
        <dd>{{ fingers() }}</dd>
      </dl>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.375rem;
      font-size: 0.875rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodeNote {
  readonly detail = input.required<NodeDetail>();

  protected readonly words = computed(() => {
    const { state, keys } = this.detail();
    return `It is ${STATES[state]}${state === 'dead' ? '' : `, with ${count(keys, 'record')} on its disk`}.`;
  });
  protected readonly successors = computed(() => {
    const { successors } = this.detail();
    const more = successors.length - SUCCESSORS_SHOWN;
    const named = successors.slice(0, SUCCESSORS_SHOWN).map((number) => `n${number}`);
    return named.join(', ') + (more > 0 ? ` and ${more} more` : '') || 'itself';
  });
  protected readonly fingers = computed(
    () =>
      this.detail()
        .fingers.map(
          ({ first, last, node }) => `${first === last ? first : `${first}–${last}`}: n${node}`,
        )
        .join(', ') || 'none',
  );
}
