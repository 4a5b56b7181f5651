import { Module } from '@nestjs/common';
import { WatchStreams } from './watch-streams';
import { WatchController } from './watch.controller';

/** The live changes of keys. */
@Module({ controllers: [WatchController], providers: [WatchStreams], exports: [WatchStreams] })
export class WatchModule {}
