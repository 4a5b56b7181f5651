// The plain-text API of values.
import { DbService, RingService } from '@chord-dht/nest';
import {
  Body,
  Controller,
  Delete,
  Get,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lines, PLAIN_TEXT } from '../http/plain.decorator';
import { DeleteEndpoint, GetEndpoint, PathEndpoint, PutEndpoint } from './db.decorators';
import { judgeReading } from './conditions';
import { describeWrite, markReplayed } from './describe-write';
import { readKey, readNewKey } from './key';
import { describeValue, sendValue } from './send-value';
import { readableType } from './value-types';
import { WriteRequests } from './write-requests';

@ApiTags('Values, plain text')
@Controller('db')
export class DbController {
  constructor(
    @Inject(DbService) private readonly db: DbService,
    @Inject(RingService) private readonly ring: RingService,
    @Inject(WriteRequests) private readonly writes: WriteRequests,
  ) {}

  @Put(':key')
  @PutEndpoint('put')
  put(
    @Param('key') key: string,
    @Query('ttl') ttl: unknown,
    @Body() body: Buffer | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.store({ key, ttl, body }, request, reply);
  }

  @Post(':key')
  @PutEndpoint('post')
  putByPost(
    @Param('key') key: string,
    @Query('ttl') ttl: unknown,
    @Body() body: Buffer | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.store({ key, ttl, body }, request, reply);
  }

  @Get(':key')
  @GetEndpoint()
  async get(
    @Param('key') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const found = await this.db.get(readKey(key), { trace: String(request.id) });
    reply.header('x-chord-found', String(found.found));
    const judgement = judgeReading(request.headers, found.found ? found : undefined);
    if (!found.found) {
      reply.header('cache-control', 'no-store').type(PLAIN_TEXT).send('');
    } else if (judgement === 'unchanged') {
      describeValue(reply, found);
      void reply.code(304).send();
    } else {
      sendValue(reply, found, readableType(found.contentType, found.value));
    }
  }

  @Delete(':key')
  @DeleteEndpoint()
  async remove(
    @Param('key') given: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const key = readKey(given);
    const options = this.writes.remove(request, key);
    const { removed, replayed } = await this.db.remove(key, options);
    if (replayed) markReplayed(reply);
    return removed ? 'deleted' : 'non existent';
  }

  @Get('path/:key')
  @PathEndpoint()
  async path(@Param('key') key: string, @Req() request: FastifyRequest): Promise<string> {
    const id = this.ring.node.keyId(readKey(key));
    const { path } = await this.ring.lookup(id, String(request.id));
    return lines(path.map((node) => this.ring.space.print(node.id)));
  }

  private async store(
    given: { readonly key: string; readonly ttl: unknown; readonly body: Buffer | undefined },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const key = readNewKey(given.key);
    const body = given.body ?? Buffer.alloc(0);
    const options = this.writes.put(request, { key, body, ttl: given.ttl });
    describeWrite(reply, await this.db.put(key, body, options));
    return 'ok';
  }
}
