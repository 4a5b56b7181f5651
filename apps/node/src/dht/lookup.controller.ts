// The JSON API of lookups.
import { MemberHolder } from '@chord-dht/nest';
import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { KEY_PARAMETER, KEY_PROBLEMS, ROUTING_PROBLEMS } from '../db/db.decorators';
import { readKey } from '../db/key';
import { readText } from '../http/query';
import { Problems } from '../http/problem/problems.decorator';
import { LookupDto } from './dto/lookup.dto';
import { MemberCalls } from './peer-messages/member-calls';
import { MemberFinder } from './view/find-member';
import { LookupView } from './view/lookup-view';

const NAME_LENGTH_MAX = 300;
const RELAY_MS = 9_000;

@ApiTags('Ring')
@Controller('api/v1/lookups')
export class LookupController {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(LookupView) private readonly lookups: LookupView,
    @Inject(MemberCalls) private readonly calls: MemberCalls,
    @Inject(MemberFinder) private readonly finder: MemberFinder,
  ) {}

  @Get(':key')
  @ApiOperation({
    operationId: 'lookup',
    summary: 'The lookup of a key, hop by hop',
    description:
      'Its id, its owner, and every hop: from, to, by which entry, how long, which failed.',
  })
  @ApiParam(KEY_PARAMETER)
  @ApiQuery({
    name: 'from',
    required: false,
    description: 'The member to start at, by address or id; this node by default',
    schema: { type: 'string', example: 'localhost:5001' },
  })
  @ApiResponse({ status: 200, description: 'The lookup', type: LookupDto })
  @Problems(
    ...KEY_PROBLEMS,
    'BAD_QUERY',
    'UNKNOWN_MEMBER',
    'MALFORMED',
    'UNKNOWN_MESSAGE',
    ...ROUTING_PROBLEMS,
  )
  async lookup(
    @Param('key') given: string,
    @Query('from') from: unknown,
    @Req() request: FastifyRequest,
  ): Promise<LookupDto> {
    const key = readKey(given);
    const name = readText(from, 'from', NAME_LENGTH_MAX);
    const { self } = this.holder.current.chord;
    const start = name === undefined || name === '' ? self : await this.finder.find(name);
    const trace = String(request.id);
    if (start.id === self.id) return this.lookups.read(key, { trace });
    return this.calls.lookup(start, key, { timeoutMs: RELAY_MS, trace });
  }
}
