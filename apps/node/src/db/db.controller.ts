// Knows the plain-text API of values.
import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lines, PLAIN_TEXT } from '../http/plain.decorator';
import { RingService } from '../dht/ring.service';
import { DbService } from './db.service';
import { DeleteEndpoint, GetEndpoint, PathEndpoint, PutEndpoint } from './db.decorators';
import { keptType, readKey } from './key';
import { readableType, sendValue } from './send-value';

@ApiTags('Values, plain text')
@Controller('db')
export class DbController {
  constructor(
    @Inject(DbService) private readonly db: DbService,
    @Inject(RingService) private readonly ring: RingService,
  ) {}

  @Put(':key')
  @PutEndpoint('put')
  put(
    @Param('key') key: string,
    @Body() body: Buffer | undefined,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    return this.store(key, body, request);
  }

  @Post(':key')
  @PutEndpoint('post')
  putByPost(
    @Param('key') key: string,
    @Body() body: Buffer | undefined,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    return this.store(key, body, request);
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
    if (found.found) sendValue(reply, found, readableType(found.contentType, found.value));
    else reply.header('cache-control', 'no-store').type(PLAIN_TEXT).send('');
  }

  @Delete(':key')
  @DeleteEndpoint()
  async remove(@Param('key') key: string, @Req() request: FastifyRequest): Promise<string> {
    const { removed } = await this.db.remove(readKey(key), { trace: String(request.id) });
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
    key: string,
    body: Buffer | undefined,
    request: FastifyRequest,
  ): Promise<string> {
    await this.db.put(readKey(key), body ?? Buffer.alloc(0), {
      contentType: keptType(request.declaredType),
      trace: String(request.id),
    });
    return 'ok';
  }
}
