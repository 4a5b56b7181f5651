// Knows the pages of the dashboard: one HTML page under several paths; the browser does the rest.
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DASHBOARD_FILES, NOT_BUILT_PAGE, type DashboardFiles } from './dashboard-files';

/** The paths that a person may open or reload; the dashboard's own router knows what they mean. */
export const PAGES = [
  '/',
  'dht/peers/view',
  'db/view/*',
  'keys',
  'node',
  'events',
  'insights',
  'playground',
];

@ApiExcludeController()
@Controller()
export class DashboardController {
  constructor(@Inject(DASHBOARD_FILES) private readonly files: DashboardFiles) {}

  @Get(PAGES)
  page(@Res() reply: FastifyReply): void {
    const page = this.files.page();
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    reply.type('text/html; charset=utf-8');
    if (page) {
      void reply.header('content-security-policy', page.contentSecurityPolicy).send(page.html);
    } else {
      void reply
        .code(503)
        .header('content-security-policy', "default-src 'none'")
        .send(NOT_BUILT_PAGE);
    }
  }
}
