// The endpoint that watches keys.
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { KEY_BYTES_MAX } from '@chord-dht/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readKey } from '../db/key';
import { readPrefix } from '../db/list-query';
import { HttpError } from '../http/problem/http-error';
import { readText } from '../http/query';
import { Problems } from '../http/problem/problems.decorator';
import { readPlace } from './watch-place';
import { WatchStreams } from './watch-streams';

interface WatchQuery {
  readonly prefix?: unknown;
  readonly key?: unknown;
  readonly values?: unknown;
  readonly after?: unknown;
}

const text = (name: string, description: string): MethodDecorator =>
  ApiQuery({ name, required: false, description, schema: { type: 'string' } });

@ApiTags('Keys')
@Controller('api/v1/watch')
export class WatchController {
  constructor(@Inject(WatchStreams) private readonly streams: WatchStreams) {}

  @Get()
  @ApiOperation({
    operationId: 'watchKeys',
    summary: 'Changes of keys, as server-sent events',
    description:
      'Events `created`, `replaced`, `deleted` and `expired` with `key`, `version` and time (`at`), in the ' +
      'order of each key, over the whole ring; a change is told when a majority of the home replicas has it. ' +
      'After `ready` nothing is missed. With `Last-Event-ID`, at any node, the stream goes on behind that ' +
      'event, through joins, leaves and crashes: primaries remember 100,000 changes, or ten minutes. What ' +
      'cannot be made good is told as `gap`, for a key or for an arc of ids: read again from there. What was ' +
      'missed before is told so before `ready`, which waits until each arc of ids has answered. A comment ' +
      'comes every 15 seconds. The stream does not end by itself.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The last event that was received',
  })
  @text('after', 'The same, for clients that cannot set headers')
  @text('prefix', 'Only keys that begin so')
  @text('key', 'Only this key')
  @ApiQuery({
    name: 'values',
    required: false,
    description:
      'With the value that a change left, as `value` or `base64`, unless it was changed again meanwhile',
    schema: { type: 'string', enum: ['true', 'false'] },
  })
  @ApiResponse({
    status: 200,
    description: 'The stream',
    content: {
      'text/event-stream': {
        schema: { type: 'string' },
        example:
          'id: r9f86.0001a3f2.h.lqu5m4c4.0\nevent: created\n' +
          'data: {"type":"created","key":"keyval","version":"...","at":"2027-01-01T00:00:00.000Z"}\n\n',
      },
    },
  })
  @Problems('BAD_QUERY', 'KEY_INVALID', 'TOO_MANY_STREAMS', 'NOT_READY')
  watch(
    @Query() query: WatchQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const key = readText(query.key, 'key', KEY_BYTES_MAX);
    const prefix = readPrefix(query.prefix);
    if (key !== undefined && prefix !== '')
      throw new HttpError(
        'BAD_QUERY',
        'A watch is of one key or of a prefix; leave one of them out',
      );
    if (key !== undefined) readKey(key);
    const { space } = this.streams;
    const place = (given: unknown, name: string) =>
      readPlace(given, { name, isOfKey: key !== undefined, space });
    const last = request.headers['last-event-id'];
    this.streams.open(reply, {
      ...{ prefix, key, values: readValues(query.values) },
      after: place(last, 'Last-Event-ID') ?? place(query.after, 'after'),
      trace: String(request.id),
    });
  }
}

function readValues(given: unknown): boolean {
  if (given === undefined || given === 'false') return false;
  if (given === 'true') return true;
  throw new HttpError('BAD_QUERY', 'The parameter values has to be true or false');
}
