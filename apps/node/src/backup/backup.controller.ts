// The endpoint that makes a backup of this node.
import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problems } from '../http/problem/problems.decorator';
import { Backups } from './backups';
import { BackupDto } from './dto';

@ApiTags('Operations')
@Controller('api/v1/node/backup')
export class BackupController {
  constructor(@Inject(Backups) private readonly backups: Backups) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'backUp',
    summary: 'Begin a backup of what this node keeps',
    description:
      'A compacted copy of its engine, as it was at one moment, while it runs; into a new folder below ' +
      '`--backup-dir`, with sizes and digests. One at a time.',
  })
  @ApiResponse({ status: 202, description: 'It has begun', type: BackupDto })
  @Problems('FOREIGN_ORIGIN', 'NO_BACKUP')
  begin(): BackupDto {
    return this.backups.begin();
  }

  @Get()
  @ApiOperation({ operationId: 'getBackup', summary: 'The state of the last backup of this node' })
  @ApiResponse({ status: 200, description: 'Its state', type: BackupDto })
  @Problems()
  state(): BackupDto {
    return this.backups.state;
  }
}
