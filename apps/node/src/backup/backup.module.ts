import { Module } from '@nestjs/common';
import { BackupController } from './backup.controller';
import { Backups } from './backups';

/** Copies of what this node keeps. */
@Module({ controllers: [BackupController], providers: [Backups] })
export class BackupModule {}
