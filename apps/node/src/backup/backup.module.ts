import { Module } from '@nestjs/common';
import { BackupController } from './backup.controller';
import { DhtHttpModule } from '../dht/dht-http.module';
import { Backups } from './backups';
import { Recovery } from './recovery';
import { RecoveryController } from './recovery.controller';

/** Copies of what this node keeps, and what is done when too many were lost. */
@Module({
  imports: [DhtHttpModule],
  controllers: [BackupController, RecoveryController],
  providers: [Backups, Recovery],
})
export class BackupModule {}
