import { MemberHolder } from '@chord-dht/nest';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { DbHttpModule } from '../db/db-http.module';
import { LeaveController } from '../lifecycle/leave.controller';
import { DhtController } from './dht.controller';
import { LookupController } from './lookup.controller';
import { NodeController } from './node.controller';
import { MemberCalls } from './peer-messages/member-calls';
import { ReplicasController } from './replicas.controller';
import { RingController } from './ring.controller';
import { MemberFinder } from './view/find-member';
import { LostLog } from './view/lost-log';
import { LookupView } from './view/lookup-view';
import { CountedMembers } from './view/counted-members';
import { OwnView } from './view/own-view';
import { RingView } from './view/ring-view';

/** The endpoints of the ring: `/dht`, and members and routing in the JSON API. */
@Module({
  imports: [DbHttpModule],
  controllers: [
    DhtController,
    LeaveController,
    RingController,
    NodeController,
    LookupController,
    ReplicasController,
  ],
  providers: [OwnView, RingView, LookupView, CountedMembers, MemberCalls, MemberFinder, LostLog],
  exports: [RingView],
})
export class DhtHttpModule implements OnModuleInit {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(MemberCalls) private readonly calls: MemberCalls,
    @Inject(OwnView) private readonly view: OwnView,
    @Inject(LookupView) private readonly lookups: LookupView,
  ) {}

  onModuleInit(): void {
    this.holder.whenAttached((member) =>
      this.calls.serve(member, {
        view: () => this.view.read(member),
        lookup: (key, trace) => this.lookups.read(key, { trace, member }),
      }),
    );
  }
}
