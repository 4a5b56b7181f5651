// Knows the endpoint of the event stream.
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problems } from '../openapi/problems.decorator';
import { readPlace } from './event-place';
import { EventStreams } from './event-streams';

@ApiTags('Ring')
@Controller('api/v1/events')
export class EventsController {
  constructor(@Inject(EventStreams) private readonly streams: EventStreams) {}

  @Get()
  @ApiOperation({
    operationId: 'getEvents',
    summary: 'What happens, as server-sent events',
    description:
      'Ring changes, lookups and movements of keys as this node sees them. `id` names the life of the ' +
      'node and a number within it; with `Last-Event-ID` the stream goes on behind it, as far back as ' +
      'events are kept. After a restart of the node it begins with the event `restart` instead: read the ' +
      'present state anew. A comment comes every 15 seconds. The stream does not end by itself.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The last event that was received',
  })
  @ApiQuery({
    name: 'after',
    required: false,
    description: 'The same, for clients that cannot set headers; 0 sends everything that is kept',
    schema: { type: 'string', example: '0' },
  })
  @ApiResponse({
    status: 200,
    description: 'The stream',
    content: {
      'text/event-stream': {
        schema: { type: 'string' },
        example:
          'id: 9f86d081-17\nevent: predecessor-changed\ndata: {"sequence":17,"type":"predecessor-changed"}\n\n',
      },
    },
  })
  @Problems('BAD_QUERY', 'TOO_MANY_STREAMS')
  events(
    @Query('after') after: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const last = readPlace(request.headers['last-event-id'], 'Last-Event-ID');
    const from = last ?? readPlace(after, 'after');
    this.streams.open(reply, from);
  }
}
