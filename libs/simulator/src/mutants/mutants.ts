// Wrong versions of the protocol that prove that the checkers detect them. Only tests use it.
import type { ChordNode, NodeRef } from '@chord-dht/chord';
import { insideOf, onNewSuccessors } from './inside';

/** Breaks a fresh node. The product has no switch for it: its parts are replaced from outside. */
export type Mutant = (node: ChordNode) => void;

const isPadding = (entry: NodeRef): boolean => entry.address === '';

export const MUTANTS = {
  /** A joining node takes its successor only, as in the protocol of 2001, instead of a whole list. */
  joinFillsOnlyTheHead: (node) =>
    onNewSuccessors(node, (list) => (node.membership === 'joining' ? list.slice(0, 1) : list)),

  /** A list that loses its head stays short. */
  noPadding: (node) => onNewSuccessors(node, (list) => list.filter((entry) => !isPadding(entry))),

  /** A list that loses its head is padded with its own last entry (Zave's counter-example: section 4). */
  duplicatePadding: (node) =>
    onNewSuccessors(node, (list) =>
      list.map((entry, index) => (isPadding(entry) ? (list[index - 1] as NodeRef) : entry)),
    ),

  /** A hint or a successor's predecessor is adopted at once, even one that was just found silent. */
  adoptsUnheard: (node) => {
    const { state, maintenance } = insideOf(node);
    const ask = maintenance.stabiliser.fromSuccessor.bind(maintenance.stabiliser);
    maintenance.stabiliser.fromSuccessor = () => ask(new Set());
    maintenance.stabiliser.towards = async (candidate) => {
      const isCloser = candidate.id !== node.self.id && node.successor.id !== candidate.id;
      if (!isCloser || !liesBetween(node.self.id, candidate.id, node.successor.id)) return;
      state.successors = [candidate, ...state.successors].slice(0, node.parameters.successorsMax);
    };
  },

  /** The former predecessor does not get the hint about a node in between. */
  noHint: (node) => {
    insideOf(node).maintenance.rectifier.hint = () => undefined;
  },
} satisfies Record<string, Mutant>;

function liesBetween(a: string, x: string, b: string): boolean {
  return a < b ? a < x && x < b : x > a || x < b;
}
