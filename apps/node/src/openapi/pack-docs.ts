// Compresses the files of Swagger UI once for all requests; uncompressed they are more than two megabytes.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const LENGTH_MIN = 1_024;
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const PACK = {
  br: (content: Buffer): Promise<Buffer> => promisify(brotliCompress)(content, QUICK),
  gzip: (content: Buffer): Promise<Buffer> => promisify(gzip)(content),
} as const;
type Coding = keyof typeof PACK;

export class DocsPacker {
  private readonly packed = new Map<string, Promise<Buffer>>();

  /** For `onSend`: returns the compressed body. */
  async pack(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<unknown> {
    const isWhole = reply.statusCode === 200 && request.method === 'GET';
    if (!isWhole || reply.getHeader('content-encoding') !== undefined) return body;
    if (
      !/^(?:text\/|application\/(?:json|javascript))/.test(String(reply.getHeader('content-type')))
    )
      return body;
    reply.header('vary', 'Accept-Encoding');
    const coding = accepted(String(request.headers['accept-encoding'] ?? ''));
    if (coding === undefined) return body;
    const content = await bytesOf(body);
    if (content === undefined || content.byteLength < LENGTH_MIN) return content ?? body;
    const name = `${coding} ${request.url}`;
    const packing = this.packed.get(name) ?? PACK[coding](content);
    // Requests with a query are not cached, so that the number of files bounds the cache.
    if (!request.url.includes('?')) this.packed.set(name, packing);
    reply.header('content-encoding', coding).removeHeader('content-length');
    return packing;
  }
}

async function bytesOf(body: unknown): Promise<Buffer | undefined> {
  if (typeof body === 'string') return Buffer.from(body);
  if (Buffer.isBuffer(body)) return body;
  if (!(body instanceof Readable)) return undefined;
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

function accepted(header: string): Coding | undefined {
  const offers = header
    .split(',')
    .map((offer) => offer.trim().split(/\s*;\s*/))
    .filter(([, quality]) => !/^q=0(\.0*)?$/.test(quality ?? ''))
    .map(([name]) => name);
  return (['br', 'gzip'] as const).find((coding) => offers.includes(coding));
}
