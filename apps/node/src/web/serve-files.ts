// Knows how the dashboard's scripts, styles and images are served.
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Names that carry a hash of their content never change their content. */
const HASHED = /-[A-Z0-9]{8}\.[a-z0-9]+$/;

/** One route for each file that is there, so that nothing else of the disk can be reached. */
export async function serveFiles(server: FastifyInstance, root: string): Promise<void> {
  await server.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    decorateReply: false,
    cacheControl: false,
    globIgnore: ['index.html', 'prerendered-routes.json'],
    setHeaders: (reply, path) => {
      const lasting = HASHED.test(path);
      reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
