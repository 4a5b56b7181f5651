// The JSON API that compares the copies of one key.
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import type { IdSpace } from '@chord-dht/chord';
import { MemberHolder } from '@chord-dht/nest';
import type { KeyCopies, KeyCopy } from '@chord-dht/store';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { KEY_PARAMETER, KEY_PROBLEMS, ROUTING_PROBLEMS } from '../db/db.decorators';
import { readKey } from '../db/key';
import { lifeJson } from '../db/send-value';
import { sentType } from '../db/value-types';
import { Problems } from '../http/problem/problems.decorator';
import { nodeRefDto } from '../dto/node-ref.dto';
import { KeyReplicasDto, type ReplicaDto } from './dto/replicas.dto';
import { LookupView } from './view/lookup-view';

@ApiTags('Keys')
@Controller('api/v1/keys')
export class ReplicasController {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(LookupView) private readonly lookups: LookupView,
  ) {}

  @Get(':key/replicas')
  @ApiOperation({
    operationId: 'compareReplicas',
    summary: 'The copies of a value, side by side',
    description:
      'Each home replica says what lies there now, without a vote and without being mended by it. Beside a write ' +
      'one may be behind for a moment; one that stays behind is brought up by the comparison that runs by itself.',
  })
  @ApiParam(KEY_PARAMETER)
  @ApiResponse({ status: 200, description: 'The copy of each home replica', type: KeyReplicasDto })
  @Problems(...KEY_PROBLEMS, ...ROUTING_PROBLEMS)
  async replicas(
    @Param('key') given: string,
    @Req() request: FastifyRequest,
  ): Promise<KeyReplicasDto> {
    const key = readKey(given);
    const trace = String(request.id);
    const { store, chord } = this.holder.current;
    const homes = await this.lookups.homesOf(key, { trace });
    return replicasDto(key, await store.copies(key, homes, { trace }), chord.space);
  }
}

function replicasDto(key: string, { newest, copies }: KeyCopies, space: IdSpace): KeyReplicasDto {
  const replicas = copies.map((copy) => replicaDto(copy, space));
  const agree = replicas.every(
    ({ state, behindSince }) =>
      state !== 'silent' && state !== 'unreadable' && behindSince === null,
  );
  return { key, newest, agree, replicas };
}

function replicaDto({ node, copy, code, ms, behindSinceMs }: KeyCopy, space: IdSpace): ReplicaDto {
  const record = copy?.record ?? null;
  return {
    node: nodeRefDto(node, space),
    state: copy?.state ?? 'silent',
    version: record && record.version,
    modifiedAt: record && new Date(record.modifiedAtMs).toISOString(),
    expiresAt: record && lifeJson(record.expiresAtMs),
    bytes: record && record.bytes,
    contentType: record && sentType(record.contentType),
    behindSince: behindSinceMs === null ? null : new Date(behindSinceMs).toISOString(),
    code,
    milliseconds: ms,
  };
}
