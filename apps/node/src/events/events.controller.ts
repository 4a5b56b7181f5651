// The endpoint of the event stream.
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problems } from '../http/problem/problems.decorator';
import { readWhole } from '../http/query';
import { EVENT_KINDS } from './event-kind';
import { readPlace } from './event-place';
import { readKinds } from './read-kinds';
import { EventStreams } from './event-streams';

const LIMIT_MAX = 10_000;
const SECONDS_MAX = 3_600;

@ApiTags('Ring')
@Controller('api/v1/events')
export class EventsController {
  constructor(@Inject(EventStreams) private readonly streams: EventStreams) {}

  @Get()
  @ApiOperation({
    operationId: 'getEvents',
    summary: 'Events of the ring, as server-sent events',
    description:
      'Ring changes, lookups and movements of keys as this node sees them. `id` names the life of the ' +
      'node and a number within it; with `Last-Event-ID` the stream goes on behind it, as far back as ' +
      'events are kept. After a restart of the node it begins with the event `restart` instead: read the ' +
      'present state anew. A comment comes every 15 seconds.\n\nThe stream does not end by itself, and a page ' +
      'that waits for its end (such as "Try it out") waits for ever: give it `limit` or `seconds`, or listen with ' +
      '`curl --no-buffer http://localhost:5000/api/v1/events`.',
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
  @ApiQuery({
    name: 'kinds',
    required: false,
    description: `Only events of these kinds, with commas between them: ${EVENT_KINDS.join(', ')}. Each kind is kept apart`,
    schema: { type: 'string', example: EVENT_KINDS.join(',') },
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    description: 'The stream ends behind so many events',
    schema: { type: 'integer', minimum: 1, maximum: LIMIT_MAX, example: 10 },
  })
  @ApiQuery({
    name: 'seconds',
    required: false,
    description: 'The stream ends after so many seconds',
    schema: { type: 'integer', minimum: 1, maximum: SECONDS_MAX, example: 5 },
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
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const last = readPlace(request.headers['last-event-id'], 'Last-Event-ID');
    this.streams.open(reply, {
      after: last ?? readPlace(query['after'], 'after'),
      kinds: readKinds(query['kinds']),
      limit: readWhole(query['limit'], 'limit', 1, LIMIT_MAX),
      seconds: readWhole(query['seconds'], 'seconds', 1, SECONDS_MAX),
    });
  }
}
