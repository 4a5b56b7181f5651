/** False for text with half a surrogate pair, which has no UTF-8 form. */
export declare function isWellFormed(text: string): boolean;
export declare function utf8Length(text: string): number;
/** The bytes of well-formed text. */
export declare function encodeUtf8(text: string): Uint8Array;
/** @returns the offset behind the text; `bytes` has to have room for it */
export declare function writeUtf8(text: string, bytes: Uint8Array, offset: number): number;
/** The text of bytes; `undefined` when they are no UTF-8 (overlong forms and surrogates included). */
export declare function decodeUtf8(bytes: Uint8Array): string | undefined;
/** Compares text by code points, which is the order of the UTF-8 bytes and not that of `<`. */
export declare function compareUtf8(a: string, b: string): number;
export declare function hasControlCharacter(text: string): boolean;
