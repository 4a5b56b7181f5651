// The injector of each kind of fault for real processes. Each resolves when the fault is over and its nodes are ready
// again; what the ring makes of it is checked afterwards.
import type { Arena } from '../arena/arena';
import type { Fault } from '../arena/fault';
import { block, overload } from './clients';
import { clocks, jump } from './clocks';
import { removeWhileAway } from './deletions';
import { fill, flip } from './disk';
import { leave, merge, rolling, storm } from './members';
import { partition, slow } from './network';
import { crash, kill, lose, suspend } from './processes';

export function inject(arena: Arena, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'quiet':
      return arena.lasts(fault.ms);
    case 'kill':
      return kill(arena, fault);
    case 'lose':
      return lose(arena, fault);
    case 'crash':
      return crash(arena, fault);
    case 'suspend':
      return suspend(arena, fault);
    case 'partition':
      return partition(arena, fault);
    case 'leave':
      return leave(arena, fault);
    case 'storm':
      return storm(arena, fault);
    case 'rolling':
      return rolling(arena);
    case 'clocks':
      return clocks(arena, fault);
    case 'jump':
      return jump(arena, fault);
    case 'slow':
      return slow(arena, fault);
    case 'overload':
      return overload(arena, fault);
    case 'block':
      return block(arena, fault);
    case 'full':
      return fill(arena);
    case 'flip':
      return flip(arena, fault);
    case 'delete':
      return removeWhileAway(arena, fault);
    case 'merge':
      return merge(arena, fault);
  }
}
