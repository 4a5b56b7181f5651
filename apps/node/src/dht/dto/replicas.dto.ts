// The JSON form of the copies of one key.
import { ApiProperty } from '@nestjs/swagger';
import { COPY_STATES } from '@chord-dht/store';
import { NodeRefDto } from '../../dto/node-ref.dto';

export const REPLICA_STATES = [...COPY_STATES, 'silent'] as const;
export type ReplicaState = (typeof REPLICA_STATES)[number];

export class ReplicaDto {
  @ApiProperty({ type: NodeRefDto })
  node!: NodeRefDto;

  @ApiProperty({
    enum: REPLICA_STATES,
    enumName: 'ReplicaState',
    description:
      '`removed`: the removal is noted; `absent`: nothing lies there; `unreadable`: what lies there is damaged; ' +
      '`silent`: the node has not answered, and `code` says why',
    example: 'value',
  })
  state!: ReplicaState;

  @ApiProperty({ type: String, nullable: true, description: 'The version, which is the ETag' })
  version!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When this version was written',
  })
  modifiedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The size of the value' })
  bytes!: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'text/plain' })
  contentType!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'When the first write was made that this copy lacks and another one has, as far as that one remembers its ' +
      'writes; null when it lacks none that is known',
  })
  behindSince!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it has not answered' })
  code!: string | null;

  @ApiProperty({ type: Number, description: 'How long its answer took', example: 0.8 })
  milliseconds!: number;
}

export class KeyReplicasDto {
  @ApiProperty({ type: String, example: 'keyval' })
  key!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'The latest version that was found, a removal included; null when no replica has one',
  })
  newest!: string | null;

  @ApiProperty({
    type: Boolean,
    description: 'Whether all have answered, and none is behind or unreadable',
  })
  agree!: boolean;

  @ApiProperty({ type: [ReplicaDto], description: 'The home replicas, the owner first' })
  replicas!: ReplicaDto[];
}
