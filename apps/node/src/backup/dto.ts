// The JSON form of a backup.
import { ApiProperty } from '@nestjs/swagger';

export const BACKUP_STATES = ['none', 'running', 'done', 'failed'] as const;

export class BackupDto {
  @ApiProperty({
    enum: BACKUP_STATES,
    enumName: 'BackupState',
    description: '`none`: there was none since this node was started',
    example: 'done',
  })
  state!: (typeof BACKUP_STATES)[number];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Its folder, on the machine of the node; null until it is whole',
    example: '/backups/localhost-5000-20270131T120000000Z',
  })
  folder!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Copies of keys in it, about; those of other owners included',
    example: 12,
  })
  keys!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Of its files', example: 65_536 })
  bytes!: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it failed', example: null })
  message!: string | null;
}

export class WaitingArcDto {
  @ApiProperty({
    type: String,
    description: 'It begins behind this id, as printed',
    example: '4b1a',
  })
  from!: string;

  @ApiProperty({ type: String, description: 'It ends with this id', example: '9b1a' })
  to!: string;
}

export class RecoveryRequestDto {
  @ApiProperty({
    type: [String],
    description: 'The nodes that are given up, `host:port`: all that arcs wait for, and no others',
    example: ['localhost:5001', 'localhost:5002'],
  })
  lost!: string[];

  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'Only say whether they can be given up; nothing is changed',
    example: true,
  })
  check?: boolean;

  @ApiProperty({
    type: [WaitingArcDto],
    required: false,
    description:
      'The arcs, as all nodes returned them with `check`, so that each gives the nodes up in the same ones; only their form is checked. Without it, those that this node knows of',
  })
  waiting?: WaitingArcDto[];
}

export class RecoveryDto {
  @ApiProperty({ type: [String], description: 'The nodes that are given up' })
  lost!: string[];

  @ApiProperty({ type: 'integer', description: 'Arcs that wait for them', example: 2 })
  arcs!: number;

  @ApiProperty({ type: [WaitingArcDto], description: 'These arcs' })
  waiting!: WaitingArcDto[];

  @ApiProperty({ type: 'integer', description: 'Copies of keys that this node has', example: 12 })
  keys!: number;

  @ApiProperty({ type: 'integer', description: 'Bytes of their values', example: 4096 })
  bytes!: number;

  @ApiProperty({ type: String, description: 'What may be lost' })
  message!: string;
}
