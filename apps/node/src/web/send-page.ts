// Sends the page of the dashboard, or a note where it has not been built.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NOT_BUILT_PAGE, type DashboardFiles } from './dashboard-files';

export function sendPage(reply: FastifyReply, files: DashboardFiles, status = 200): void {
  const page = files.page();
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  reply.type('text/html; charset=utf-8');
  if (page) {
    reply.code(status).header('content-security-policy', page.contentSecurityPolicy);
    void reply.send(page.html);
  } else {
    reply.code(503).header('content-security-policy', "default-src 'none'");
    void reply.send(NOT_BUILT_PAGE);
  }
}

/** Paths of programs: what is missing there is answered as a problem, whatever the client accepts. */
const OF_PROGRAMS = /^\/(api|db|dht|docs|health|metrics|shutdown)(\/|\?|$)/;

/** Whether a person has opened an unknown address in a browser: the dashboard then says so. */
export function isForPerson(request: FastifyRequest): boolean {
  const { method, headers, raw } = request;
  return (
    (method === 'GET' || method === 'HEAD') &&
    /\btext\/html\b/.test(headers.accept ?? '') &&
    !OF_PROGRAMS.test(raw.url ?? '/')
  );
}
