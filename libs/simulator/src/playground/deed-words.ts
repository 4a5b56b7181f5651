// Words for an action in the playground.
import type { Deed } from './script';

const VERBS = {
  add: 'start and join',
  crash: 'crash',
  restart: 'come back',
  leave: 'leave',
  pause: 'are paused',
  wake: 'go on',
} as const;
const VERBS_OF_ONE = {
  add: 'starts and joins',
  crash: 'crashes',
  restart: 'comes back',
  leave: 'leaves',
  pause: 'is paused',
  wake: 'goes on',
} as const;
const NAMED_MAX = 6;

export function deedWords(deed: Deed): string {
  switch (deed.do) {
    case 'heal':
      return 'The network is whole again';
    case 'slow':
      return deed.extraMs === 0
        ? `n${deed.node} is as quick as the others again`
        : `Messages of n${deed.node} take ${deed.extraMs} ms longer`;
    case 'cut':
      return `The half of the ring from n${deed.node} on is cut off from the other`;
    case 'put':
      return `n${deed.node} is asked to put ${deed.key}`;
    case 'get':
      return `n${deed.node} is asked to get ${deed.key}`;
    case 'lookup':
      return `n${deed.node} looks ${deed.key} up`;
    default: {
      const names = deed.nodes.slice(0, NAMED_MAX).map((number) => `n${number}`);
      const more =
        deed.nodes.length > NAMED_MAX ? ` and ${deed.nodes.length - NAMED_MAX} more` : '';
      const verb = deed.nodes.length === 1 ? VERBS_OF_ONE[deed.do] : VERBS[deed.do];
      return `${names.join(', ')}${more} ${verb}`;
    }
  }
}
