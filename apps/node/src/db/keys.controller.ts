// The JSON API of keys.
import {
  Body,
  Controller,
  Delete,
  Get,
  Head,
  HttpCode,
  Inject,
  Param,
  Patch,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { CodedError } from '@chord-dht/chord';
import type { ListedKey, PutResult } from '@chord-dht/store';
import { DbService, RingService } from '@chord-dht/nest';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answering, Asked } from '../http/exchange/exchange';
import { HttpError } from '../http/problem/http-error';
import { judgeReading } from './conditions';
import { describeWrite, markReplayed } from './describe-write';
import type { KeyCountDto, KeyDto, KeyListDto, LifeDto, PutResultDto } from './dto/keys.dto';
import { readKey, readNewKey } from './key';
import {
  DeleteKeyEndpoint,
  GetKeyEndpoint,
  HeadKeyEndpoint,
  PatchKeyEndpoint,
  PutKeyEndpoint,
} from './keys.decorators';
import { readLife } from './life-body';
import { CountKeysEndpoint, ListKeysEndpoint } from './list.decorators';
import { readListing, readPrefix, type ListQuery } from './list-query';
import { PutAnswers } from './put-answers';
import { describeValue, lifeJson, sendValue } from './send-value';
import { sentType } from './value-types';
import { readConsistency, WriteRequests } from './write-requests';

@ApiTags('Keys')
@Controller('api/v1/keys')
export class KeysController {
  private readonly putAnswers: PutAnswers;

  constructor(
    @Inject(DbService) private readonly db: DbService,
    @Inject(RingService) ring: RingService,
    @Inject(WriteRequests) private readonly writes: WriteRequests,
  ) {
    this.putAnswers = new PutAnswers(() => ring.space);
  }

  @Get()
  @ListKeysEndpoint()
  async list(@Query() query: ListQuery, @Req() request: FastifyRequest): Promise<KeyListDto> {
    const { keys, prefixes, cursor, missing } = await this.db.list({
      ...readListing(query),
      trace: String(request.id),
    });
    const complete = missing.length === 0;
    return {
      ...{ keys: keys.map(keyDto), prefixes: [...prefixes], cursor: cursor ?? null },
      ...{ complete, missing: [...missing] },
    };
  }

  /** Also serves a key with this name: only a request with `prefix` is a count. */
  @Get('count')
  @CountKeysEndpoint()
  async count(
    @Query('prefix') prefix: unknown,
    @Query('consistency') consistency: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (prefix === undefined) return this.get('count', consistency, request, reply);
    if (consistency !== undefined) throw countIsOne();
    const start = readPrefix(prefix);
    const counted = await this.db.count({ prefix: start, trace: String(request.id) });
    const { keys, bytes, ageMs, missing } = counted;
    const complete = missing.length === 0;
    const dto: KeyCountDto = {
      ...{ prefix: start, keys, bytes, ageMs: Math.round(ageMs) },
      ...{ complete, missing: [...missing] },
    };
    void reply.send(dto);
  }

  @Put(':key')
  @PutKeyEndpoint()
  async put(
    @Param('key') given: string,
    @Query('ttl') ttl: unknown,
    @Body() body: Buffer | undefined,
    @Req() request: Asked,
    @Res({ passthrough: true }) reply: Answering,
  ): Promise<PutResultDto> {
    const key = readNewKey(given);
    const value = body ?? Buffer.alloc(0);
    const options = this.writes.put(request, { key, body: value, ttl, isStrict: true });
    const result = await this.db.put(key, value, options);
    describePut(reply, result);
    return this.putAnswers.dto(key, result);
  }

  /** The same with the answer as JSON text, for a write without parameters. */
  async putForJson(given: string, body: Buffer, request: Asked, reply: Answering): Promise<string> {
    const key = readNewKey(given);
    const options = this.writes.put(request, { key, body, isStrict: true });
    const result = await this.db.put(key, body, options);
    describePut(reply, result);
    return this.putAnswers.json(key, result);
  }

  @Patch(':key')
  @PatchKeyEndpoint()
  async changeLife(
    @Param('key') given: string,
    @Body() body: Buffer | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LifeDto> {
    const key = readKey(given);
    const ttlSeconds = readLife(body);
    const options = this.writes.change(request, { key, body: body ?? Buffer.alloc(0) });
    const changed = await this.db.changeLife(key, { ...options, ttlSeconds });
    if (!changed) throw notFound();
    describeWrite(reply, changed);
    const { version, expiresAtMs = null } = changed;
    return { key, version, expiresAt: lifeJson(expiresAtMs) };
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
    @Req() request: Asked,
    @Res() reply: Answering,
  ): Promise<void> {
    const key = readKey(given);
    const mode = readConsistency(consistency);
    const found = await this.db.get(key, { consistency: mode, trace: request.id });
    if (mode) reply.header('x-chord-consistency', mode);
    reply.header('x-chord-owner', found.owner.address).header('x-chord-hops', String(found.hops));
    if (!found.found) throw notFound();
    if (judgeReading(request.headers, found) === 'unchanged') {
      describeValue(reply, found);
      reply.code(304).send();
      return;
    }
    sendValue(reply, found, sentType(found.contentType));
  }

  @Delete(':key')
  @HttpCode(204)
  @DeleteKeyEndpoint()
  async remove(
    @Param('key') given: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const key = readKey(given);
    const options = this.writes.remove(request, key);
    const { removed, replayed } = await this.db.remove(key, options).catch(unlessAbsent);
    if (!removed) throw notFound();
    if (replayed) markReplayed(reply);
  }
}

function describePut(reply: Answering, result: PutResult): void {
  reply.code(result.created ? 201 : 200);
  describeWrite(reply, result);
}

function countIsOne(): HttpError {
  return new HttpError('BAD_QUERY', 'Keys are counted in one way; leave consistency out');
}

function notFound(): HttpError {
  return new HttpError('KEY_NOT_FOUND', 'There is no value under this key, or it has expired');
}

/** Without a value the conditions do not apply (RFC 9110, section 13.2.1). */
function unlessAbsent(error: unknown): never {
  const { code, detail } = error as Partial<CodedError>;
  const isAbsent = (detail as { version?: unknown } | undefined)?.version === null;
  throw code === 'PRECONDITION_FAILED' && isAbsent ? notFound() : error;
}

function keyDto({ modifiedAtMs, expiresAtMs, contentType, ...key }: ListedKey): KeyDto {
  return {
    ...key,
    contentType: sentType(contentType),
    modifiedAt: new Date(modifiedAtMs).toISOString(),
    expiresAt: lifeJson(expiresAtMs),
  };
}
