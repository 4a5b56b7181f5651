// The pages of the dashboard: one HTML page under several paths, routed in the browser.
import { Controller, Get, Inject, Res } from '@nestjs/common';
import {
  ApiExcludeEndpoint,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { KEY_PARAMETER } from '../db/db.decorators';
import { Problems } from '../http/problem/problems.decorator';
import { DASHBOARD_FILES, type DashboardFiles } from './dashboard-files';
import { sendPage } from './send-page';

/** Further paths that a person may open or reload; the dashboard's own router resolves them. */
const PAGES = ['/', 'db/view/*', 'keys', 'node', 'events', 'insights', 'playground', 'tour'];

const PAGE = {
  status: 200,
  description: 'The page',
  content: { 'text/html': { schema: { type: 'string' as const } } },
};

@ApiTags('Dashboard')
@ApiProduces('text/html')
@Controller()
export class DashboardController {
  constructor(@Inject(DASHBOARD_FILES) private readonly files: DashboardFiles) {}

  @Get('dht/peers/view')
  @ApiOperation({ operationId: 'viewRing', summary: 'The dashboard, opened at the ring' })
  @ApiResponse(PAGE)
  @Problems()
  ring(@Res() reply: FastifyReply): void {
    this.send(reply);
  }

  @Get('db/view/:key')
  @ApiOperation({ operationId: 'viewPath', summary: 'The dashboard, opened at the path of a key' })
  @ApiParam(KEY_PARAMETER)
  @ApiResponse(PAGE)
  @Problems()
  path(@Res() reply: FastifyReply): void {
    this.send(reply);
  }

  @Get(PAGES)
  @ApiExcludeEndpoint()
  page(@Res() reply: FastifyReply): void {
    this.send(reply);
  }

  private send(reply: FastifyReply): void {
    sendPage(reply, this.files);
  }
}
