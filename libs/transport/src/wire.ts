// The bytes that members exchange, for programs that implement the protocol themselves: other clients, tests,
// benchmarks.
export { bytesCall, readBytesCall, type FrameAnswers } from './frames/byte-frames';
export { FrameLink } from './frames/frame-link';
export { FrameReader } from './frames/frame-reader';
export { emptyFrame, FrameKind, HEAD_BYTES, writeHead } from './frames/frames';
export { greet } from './mux/handshake';
export { decode, encode, packEnvelope, unpackEnvelope, type Introduction } from './peer/codec';
export { PeerSecret, sha256 } from './peer/peer-secret';
export { MUX_PROTOCOL } from './peer/protocols';
export { PEER_PATH } from './peer/transport-options';
