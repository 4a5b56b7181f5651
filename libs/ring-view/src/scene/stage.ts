// The size of the circle so that it and the names around it fit the space, and the length of the names.
import { cut, shortAddresses, shortId, withoutCommonSuffix } from '../text/names';

export interface Stage {
  readonly width: number;
  readonly height: number;
  /** Pixels from the centre to the middle of the band on which the nodes sit. */
  readonly radius: number;
  readonly labelRadius: number;
  /** True on narrow screens: names without the host that all share. */
  readonly compact: boolean;
  /** The text of an address, an id, and any other name in a label. */
  readonly nameOf: (address: string) => string;
  readonly idOf: (printedId: string) => string;
  readonly fit: (text: string) => string;
}

interface Named {
  readonly address: string;
  readonly printedId: string;
}

/** The width in pixels of a letter of the monospaced label font at 12 px, rounded up. */
const LETTER_PX = 7.4;
const COMPACT_PX = 600;
const WIDE_PX = 960;
const RADIUS_MIN_PX = 70;
const HUGE_PX = 1300;
const RADIUS_MAX_PX = 430;
/** The distance in pixels from the band to the names. */
const LABEL_GAP_PX = { compact: 29, roomy: 34 };
const EDGE_PX = 14;
/** The most letters of a label. Longer names are cut; table and details have the full ones. */
const NAME_MAX = 24;
const ID_MAX = { compact: 6, roomy: 9 };
/** `replica` */
const LETTERS_MIN = 7;

/** The stage for these nodes in a space of `width` pixels. */
export function stageFor(width: number, nodes: readonly Named[]): Stage {
  const compact = width < COMPACT_PX;
  const size = compact ? 'compact' : 'roomy';
  const gap = LABEL_GAP_PX[size];
  // Where even the smallest circle leaves little room, names are cut so that they do not exceed the edge.
  const room = Math.floor((width / 2 - RADIUS_MIN_PX - gap) / LETTER_PX);
  const nameMax = Math.max(LETTERS_MIN, Math.min(NAME_MAX, room));
  const short = shortAddresses(nodes.map(({ address }) => address));
  const bare = withoutCommonSuffix(nodes.map(({ address }) => address));
  const nameOf = (address: string): string =>
    cut(bare(compact ? short(address) : address), nameMax);
  const idOf = (printedId: string): string => shortId(printedId, ID_MAX[size]);
  const lengths = nodes.flatMap(({ address, printedId }) => [
    nameOf(address).length,
    idOf(printedId).length,
  ]);
  const letters = Math.max(LETTERS_MIN, ...lengths);

  const tallMax = width < WIDE_PX ? 640 : width < HUGE_PX ? 760 : 980;
  const wide = width / 2 - letters * LETTER_PX - gap;
  const radius = Math.round(
    Math.max(Math.min(wide, RADIUS_MAX_PX, tallMax / 2 - gap - EDGE_PX), RADIUS_MIN_PX),
  );
  return {
    width,
    height: Math.round(2 * (radius + gap + EDGE_PX)),
    radius,
    labelRadius: radius + gap,
    compact,
    nameOf,
    idOf,
    fit: (text) => cut(text, letters),
  };
}
