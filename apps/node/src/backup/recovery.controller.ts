// How a node is told to give up others that are gone for good.
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
      'For a ring in which arcs wait for nodes that will never come back. Ask it of **every** node that is left, then ' +
      'stop and start them all: each begins a ring of its own with the records that it has; then join them. What ' +
      'only the lost nodes had is lost. With an empty list the request is taken back.',
  })
  @ApiResponse({ status: 200, description: 'It begins anew at its next start', type: RecoveryDto })
  @Problems('FOREIGN_ORIGIN', 'BAD_BODY', 'NO_RECOVERY')
  begin(@Body() body: Buffer | undefined): Promise<RecoveryDto> {
    const lost: unknown = readJsonObject(body).get('lost');
    if (!Array.isArray(lost) || !lost.every((name) => typeof name === 'string'))
      throw new HttpError('BAD_BODY', 'The body must be {"lost": ["host:port", ...]}');
    return this.recovery.begin(lost as string[]);
  }
}
