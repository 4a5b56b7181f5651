// A view of three members, for tests of its primary by itself.
import type { NodeRef } from '@chord-dht/chord';
import type { View } from '../view/view';

export const [SELF, B, C] = ['a', 'b', 'c'].map((id) => ({ id, address: `${id}:1` })) as [
  NodeRef,
  NodeRef,
  NodeRef,
];

export const VIEW: View = {
  epoch: 4,
  lineage: '0123456789abcdef',
  primary: SELF,
  members: [SELF, B, C],
};
