import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Problems } from '../http/problem/problems.decorator';
import { BATCH_OPERATIONS_MAX, Batches, linesOf } from './batch';

const NDJSON = 'application/x-ndjson';
const EXAMPLE =
  '{"op":"put","key":"in-batch","value":"this is the data","ttl":60}\n' +
  '{"op":"get","key":"in-batch"}\n{"op":"delete","key":"in-batch"}\n';
const ANSWER =
  '{"line":1,"op":"put","key":"in-batch","status":201,"version":"...","expiresAt":"2027-01-01T00:01:00.000Z"}\n' +
  '{"line":2,"op":"get","key":"in-batch","status":200,"version":"...","value":"this is the data"}\n' +
  '{"line":3,"op":"delete","key":"in-batch","status":204}\n';

@ApiTags('Keys')
@Controller('api/v1/batch')
export class BatchController {
  constructor(@Inject(Batches) private readonly batches: Batches) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'batch',
    summary: 'Many operations in one request',
    description:
      `Up to ${BATCH_OPERATIONS_MAX} operations, one JSON object a line: \`get\` (\`key\`, \`consistency\`), ` +
      '`put` (`key`, `value` as text or `base64`, `contentType`, `ttl`, `ifMatch`, `ifNoneMatch`, ' +
      '`idempotencyKey`), `delete` (`key`, `ifMatch`, `ifNoneMatch`, `idempotencyKey`). Each has a result of ' +
      'its own, with the status that it would have alone, in the order of the lines. **No transaction**: ' +
      'some may fail while others succeed, and others see them one by one. Operations on one key run in ' +
      'the order of their lines. When the answer ends early, what it does not tell of may have happened.',
  })
  @ApiConsumes(NDJSON)
  @ApiBody({ schema: { type: 'string' }, examples: { batch: { value: EXAMPLE } } })
  @ApiResponse({
    status: 200,
    description: 'A result a line',
    content: { [NDJSON]: { schema: { type: 'string' }, example: ANSWER } },
  })
  @Problems('BAD_BODY', 'BODY_TOO_LARGE', 'UNSUPPORTED_CODING', 'NOT_READY', 'OVERLOADED')
  run(
    @Body() body: Buffer | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const lines = linesOf(body);
    const asker = { requestId: String(request.id), bearer: request.bearer };
    void reply
      .header('content-type', `${NDJSON}; charset=utf-8`)
      .send(Readable.from(this.batches.run(lines, asker)));
  }
}
