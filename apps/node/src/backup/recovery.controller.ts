// The endpoint that gives up nodes which are gone for good.
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { readJsonObject } from '../http/json-body';
import { HttpError } from '../http/problem/http-error';
import { Problems } from '../http/problem/problems.decorator';
import { RecoveryDto, RecoveryRequestDto } from './dto';
import { Recovery } from './recovery';

@ApiTags('Operations')
@Controller('api/v1/node/recovery')
export class RecoveryController {
  constructor(@Inject(Recovery) private readonly recovery: Recovery) {}

  @Post()
  @HttpCode(200)
  @ApiConsumes('application/json')
  @ApiBody({ type: RecoveryRequestDto })
  @ApiOperation({
    operationId: 'recover',
    summary: 'Give up nodes that are gone for good',
    description:
      'For a ring in which arcs wait for nodes that will never come back. Ask it of **every** node that is left: with ' +
      '`"check": true` first, which changes nothing, then without, with all arcs that they have returned as `waiting`. In the arcs that wait each of them goes on with ' +
      'the copies that it has, and these become one; all other arcs are served on. What only the lost nodes had is lost.',
  })
  @ApiResponse({ status: 200, description: 'They are given up, or can be', type: RecoveryDto })
  @Problems('FOREIGN_ORIGIN', 'BAD_BODY', 'NO_RECOVERY')
  begin(@Body() body: Buffer | undefined): Promise<RecoveryDto> {
    const fields = readJsonObject(body);
    const lost: unknown = fields.get('lost');
    const check: unknown = fields.get('check') ?? false;
    if (!Array.isArray(lost) || !lost.every((name) => typeof name === 'string'))
      throw new HttpError('BAD_BODY', 'The body must be {"lost": ["host:port", ...]}');
    if (typeof check !== 'boolean')
      throw new HttpError('BAD_BODY', '"check" must be true or false');
    const waiting: unknown = fields.get('waiting') ?? [];
    if (!Array.isArray(waiting)) throw new HttpError('BAD_BODY', '"waiting" must be a list');
    return check ? this.recovery.check(lost) : this.recovery.begin(lost, waiting);
  }
}
