import { Module } from '@nestjs/common';
import { WatchStreams } from './watch-streams';
import { WatchController } from './watch.controller';

/** What happens to keys, live. */
@Module({ controllers: [WatchController], providers: [WatchStreams], exports: [WatchStreams] })
export class WatchModule {}
