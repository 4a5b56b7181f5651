// Wrong stores that prove that the checkers detect them. Only tests use it.
import {
  isDeletedIn,
  type PlacedRecord,
  type Position,
  type StoredRecord,
  type StoreNode,
} from '@chord-dht/store';
import { insideOfStore } from './inside-store';

/** Breaks a fresh store. The product has no switch for it: its parts are replaced from outside. */
export type StoreMutant = (store: StoreNode) => void;

export const STORE_MUTANTS = {
  /** Records of other nodes' arcs are dropped as soon as they are noticed, not when the others have them. */
  dropsBeforeOthersHaveIt: (store) => {
    const { offers } = insideOfStore(store).parts;
    offers.offer = (_owner, arc) => offers.drop(arc);
  },

  /** A write is acknowledged when only the primary has it. */
  acknowledgesBeforeMajority: (store) => {
    const { parts, context } = insideOfStore(store);
    const { quorum } = parts.primary.inTurn;
    const write = quorum.write.bind(quorum);
    quorum.write = async (view, record) => {
      write(view, record).catch(() => undefined);
      await new Promise<void>((resolve) => context.records.append([record], () => resolve()));
    };
  },

  /** A read is answered from the primary alone, whether or not its view is still in force. */
  readsWithoutQuorum: (store) => {
    const { parts, context } = insideOfStore(store);
    parts.primary.inTurn.quorum.confirm = (_view, position, _turn, confirmee) =>
      confirmee.confirmed(context.records.read(position), true);
  },

  /** A node counts in a view as soon as it adopts it, also when its disk was lost. */
  votesWithoutItsData: (store) => {
    const { book } = insideOfStore(store).context;
    const set = book.set.bind(book);
    book.set = (parts) =>
      set(
        parts.map(({ arc, state }) => ({ arc, state: { ...state, synced: state.view !== null } })),
      );
  },

  /** A removal deletes the record and leaves no tombstone that older copies could be compared with. */
  leavesNoTombstones: (store) => {
    const { records } = insideOfStore(store).context;
    const append = records.append.bind(records);
    records.append = (items, done) => {
      const isRemoval = ({ bytes }: PlacedRecord): boolean => isDeletedIn(bytes);
      const gone = items.filter(isRemoval).flatMap(({ position }) => presentAt(position));
      append(
        items.filter((item) => !isRemoval(item)),
        (error) => void records.write({ drop: gone }).then(() => done(error), done),
      );
    };
    const presentAt = ({ keyId, key }: Position): StoredRecord[] => {
      const present = records.get(keyId, key);
      return present ? [present] : [];
    };
  },
} satisfies Record<string, StoreMutant>;
