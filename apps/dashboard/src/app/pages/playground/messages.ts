// The messages between the playground's page and its worker.
import type {
  Deed,
  Expectation,
  Lamp,
  LogLine,
  NodeDetail,
  Trail,
  WorldPicture,
} from '@chord-dht/simulator';

export type ToWorld =
  /** `run`: the text of a link. It is played up to its moment, if it has one, and pauses there. */
  | { readonly say: 'open'; readonly run: string }
  | { readonly say: 'do'; readonly deed: Deed }
  /** Virtual milliseconds per real one. */
  | { readonly say: 'play'; readonly speed: number }
  | { readonly say: 'pause' }
  | { readonly say: 'step' }
  /** Expectations, whose state is in each frame. */
  | { readonly say: 'watch'; readonly expectations: readonly Expectation[] }
  | { readonly say: 'select'; readonly node: number | null };

export interface Frame {
  readonly picture: WorldPicture;
  readonly lamps: readonly Lamp[];
  readonly trails: readonly Trail[];
}

export type FromWorld =
  | {
      readonly say: 'frame';
      readonly frame: Frame;
      readonly lines: readonly LogLine[];
      readonly detail: NodeDetail | null;
      readonly met: readonly boolean[];
      /** The speed that the worker achieves. */
      readonly speed: number;
      readonly isPlaying: boolean;
      /** True until the moment of the link is reached. */
      readonly isCatchingUp: boolean;
      /** The run so far, as text. */
      readonly run: string;
    }
  | { readonly say: 'refused'; readonly why: string };
