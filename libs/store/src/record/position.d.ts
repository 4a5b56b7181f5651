import { type Id } from '@chord-dht/chord';
/** Where a record lies. */
export interface Position {
    readonly keyId: Id;
    readonly key: string;
}
/** The ids clockwise behind `fromId` up to and with `toId`; the whole ring when they are equal. */
export interface Arc {
    readonly fromId: Id;
    readonly toId: Id;
}
export declare function overlap(a: Arc, b: Arc): boolean;
/** From id 0 upwards. */
export declare function comparePositions(a: Position, b: Position): number;
/** Clockwise from `fromId`, whose own records come last. */
export declare function compareClockwise(fromId: Id, a: Position, b: Position): number;
/** A stretch of the order that does not cross id 0. */
export interface Segment {
    /** Exclusive; a missing key stands for the end of all keys of that id, `null` for the very beginning. */
    readonly low: {
        readonly keyId: Id;
        readonly key?: string;
    } | null;
    /** Inclusive; `null` for the very end. */
    readonly highId: Id | null;
}
/** The stretches that make an arc, in clockwise order, from behind `after` on. */
export declare function segmentsOf({ fromId, toId }: Arc, after?: Position | null): Segment[];
