import { Module } from '@nestjs/common';
import { BackupController } from './backup.controller';
import { DhtHttpModule } from '../dht/dht-http.module';
import { Backups } from './backups';
import { Recovery } from './recovery';
import { RecoveryController } from './recovery.controller';

/** Backups of this node's data, and the recovery after the loss of too many nodes. */
@Module({
  imports: [DhtHttpModule],
  controllers: [BackupController, RecoveryController],
  providers: [Backups, Recovery],
})
export class BackupModule {}
