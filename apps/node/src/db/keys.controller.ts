// Knows the JSON API of keys.
import {
  Body,
  Controller,
  Delete,
  Get,
  Head,
  HttpCode,
  Inject,
  Param,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { KEY_BYTES_MAX } from '@chord-dht/store';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { nodeRefDto } from '../dht/dto/node-ref.dto';
import { RingService } from '../dht/ring.service';
import { HttpError } from '../http/problem/http-error';
import { readText, readWhole } from '../http/query';
import { isKnownVersion, readRemoveCondition, readWriteCondition } from './conditions';
import { DbService } from './db.service';
import type { KeyListDto, PutResultDto } from './dto/keys.dto';
import { keptType, readKey } from './key';
import {
  DeleteKeyEndpoint,
  GetKeyEndpoint,
  HeadKeyEndpoint,
  LIST_LIMIT_DEFAULT,
  LIST_LIMIT_MAX,
  ListKeysEndpoint,
  PutKeyEndpoint,
  TTL_SECONDS_MAX,
} from './keys.decorators';
import { readConsistency, readWriteId } from './request-options';
import { inertType, sendValue } from './send-value';

const CURSOR_LENGTH_MAX = 8_192;

@ApiTags('Keys')
@Controller('api/v1/keys')
export class KeysController {
  constructor(
    @Inject(DbService) private readonly db: DbService,
    @Inject(RingService) private readonly ring: RingService,
  ) {}

  @Get()
  @ListKeysEndpoint()
  async list(
    @Query('prefix') prefix: unknown,
    @Query('limit') limit: unknown,
    @Query('cursor') cursor: unknown,
    @Req() request: FastifyRequest,
  ): Promise<KeyListDto> {
    const start = readText(prefix, 'prefix', KEY_BYTES_MAX) ?? '';
    const page = await this.db.list({
      prefix: start === '' ? '' : readKey(start),
      limit: readWhole(limit, 'limit', 1, LIST_LIMIT_MAX) ?? LIST_LIMIT_DEFAULT,
      cursor: readText(cursor, 'cursor', CURSOR_LENGTH_MAX) || undefined,
      trace: String(request.id),
    });
    const keys = page.keys.map(({ modifiedAtMs, ...key }) => ({
      ...key,
      modifiedAt: new Date(modifiedAtMs).toISOString(),
    }));
    return { keys, cursor: page.cursor ?? null };
  }

  @Put(':key')
  @PutKeyEndpoint()
  async put(
    @Param('key') given: string,
    @Query('ttl') ttl: unknown,
    @Body() body: Buffer | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PutResultDto> {
    const key = readKey(given);
    const { version, created, owner, hops } = await this.db.put(key, body ?? Buffer.alloc(0), {
      contentType: keptType(request.declaredType),
      condition: readWriteCondition(request.headers),
      ttlSeconds: readWhole(ttl, 'ttl', 1, TTL_SECONDS_MAX),
      writeId: readWriteId(request.headers, key),
      trace: String(request.id),
    });
    reply.code(created ? 201 : 200).header('etag', `"${version}"`);
    return { key, version, created, owner: nodeRefDto(owner, this.ring.space), hops };
  }

  @Head(':key')
  @HeadKeyEndpoint()
  head(
    @Param('key') key: string,
    @Query('consistency') consistency: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.get(key, consistency, request, reply);
  }

  @Get(':key')
  @GetKeyEndpoint()
  async get(
    @Param('key') given: string,
    @Query('consistency') consistency: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const key = readKey(given);
    const mode = readConsistency(consistency);
    const found = await this.db.get(key, { consistency: mode, trace: String(request.id) });
    if (mode) reply.header('x-chord-consistency', mode);
    reply.header('x-chord-owner', found.owner.address).header('x-chord-hops', String(found.hops));
    if (!found.found) throw new HttpError('KEY_NOT_FOUND', 'The key has no value');
    if (isKnownVersion(request.headers, found.version)) {
      void reply.code(304).header('etag', `"${found.version}"`).send();
      return;
    }
    reply.header('last-modified', new Date(found.modifiedAtMs).toUTCString());
    sendValue(reply, found, inertType(found.contentType));
  }

  @Delete(':key')
  @HttpCode(204)
  @DeleteKeyEndpoint()
  async remove(@Param('key') given: string, @Req() request: FastifyRequest): Promise<void> {
    const key = readKey(given);
    const { removed } = await this.db.remove(key, {
      ifMatch: readRemoveCondition(request.headers),
      writeId: readWriteId(request.headers, key),
      trace: String(request.id),
    });
    if (!removed) throw new HttpError('KEY_NOT_FOUND', 'The key has no value');
  }
}
