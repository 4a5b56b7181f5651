// Serves the dashboard's scripts, styles and images from memory as they were at the start, so that a running node does
// not mix two builds, and compresses each once.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** A file with a hash of its content in its name never changes. */
const HASHED = /-[A-Z0-9]{8}\.[a-z0-9]+$/;
/** Not served as files: the page is rendered for each request, the other is a by-product of the build. */
const NOT_SERVED = new Set(['index.html', 'prerendered-routes.json']);

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Takes some milliseconds a file: the best quality would block the ring for most of a second. */
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const CODINGS = {
  br: (content: Buffer): Buffer => brotliCompressSync(content, QUICK),
  gzip: (content: Buffer): Buffer => gzipSync(content),
} as const;
type Coding = keyof typeof CODINGS;

/** One route for each existing file, so that no other path of the disk can be reached. */
export function serveFiles(server: FastifyInstance, root: string): void {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile() && !NOT_SERVED.has(entry.name)) {
      serveFile(server, entry.name, readFileSync(join(root, entry.name)));
    }
  }
}

function serveFile(server: FastifyInstance, name: string, content: Buffer): void {
  const type = TYPES[extname(name)];
  const lasting = HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
  const packed = new Map<Coding, Buffer>();
  server.get(`/${name}`, (request: FastifyRequest, reply: FastifyReply) => {
    reply.type(type ?? 'application/octet-stream');
    reply.header('cache-control', lasting).header('x-content-type-options', 'nosniff');
    const coding = type === undefined ? undefined : accepted(request.headers['accept-encoding']);
    if (type !== undefined) reply.header('vary', 'Accept-Encoding');
    if (coding === undefined) return reply.send(content);
    const body = packed.get(coding) ?? CODINGS[coding](content);
    packed.set(coding, body);
    return reply.header('content-encoding', coding).send(body);
  });
}

/** The best coding that the browser accepts; `q=0` refuses one. */
function accepted(header: string | string[] | undefined): Coding | undefined {
  const offers = String(header ?? '')
    .split(',')
    .map((offer) => offer.trim().split(/\s*;\s*/))
    .filter(([, quality]) => !/^q=0(\.0*)?$/.test(quality ?? ''))
    .map(([name]) => name);
  return (['br', 'gzip'] as const).find((coding) => offers.includes(coding));
}
