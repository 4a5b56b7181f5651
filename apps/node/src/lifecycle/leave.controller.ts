// The plain-text endpoints by which a node leaves its ring or stops.
import { Lifecycle } from '@chord-dht/nest';
import { Controller, Get, Inject, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PlainText } from '../http/plain.decorator';
import { Problems } from '../http/problem/problems.decorator';
import { StopRequests } from './stop-requests';

function LeaveEndpoint(method: string): MethodDecorator {
  return PlainText({
    operationId: `${method}Leave`,
    summary: 'Leave the ring and stop',
    description:
      'Hands the keys over, tells the neighbours, answers, and then the process stops. A node that is ' +
      'alone just stops; its keys stay on disk.',
    answer: 'The keys are durable elsewhere',
    example: 'ok',
  });
}

function ShutdownEndpoint(method: string): MethodDecorator {
  return PlainText({
    operationId: `${method}Shutdown`,
    summary: 'Stop without leaving',
    description:
      'The process ends cleanly with its keys on disk, and will be back in its ring after a start.',
    answer: 'The process is about to stop',
    example: 'ok',
  });
}

@ApiTags('Operations')
@Controller()
export class LeaveController {
  constructor(
    @Inject(Lifecycle) private readonly lifecycle: Lifecycle,
    @Inject(StopRequests) private readonly stops: StopRequests,
  ) {}

  @Get('dht/leave')
  @LeaveEndpoint('get')
  @Problems('FOREIGN_ORIGIN', 'UNAVAILABLE', 'DEADLINE', 'STORAGE_FULL')
  leave(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.leaveThenStop(reply);
  }

  @Post('dht/leave')
  @LeaveEndpoint('post')
  @Problems('FOREIGN_ORIGIN', 'UNAVAILABLE', 'DEADLINE', 'STORAGE_FULL')
  leaveByPost(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.leaveThenStop(reply);
  }

  @Get('shutdown')
  @ShutdownEndpoint('get')
  @Problems('FOREIGN_ORIGIN')
  shutdown(@Res({ passthrough: true }) reply: FastifyReply): string {
    return this.stop(reply);
  }

  @Post('shutdown')
  @ShutdownEndpoint('post')
  @Problems('FOREIGN_ORIGIN')
  shutdownByPost(@Res({ passthrough: true }) reply: FastifyReply): string {
    return this.stop(reply);
  }

  private async leaveThenStop(reply: FastifyReply): Promise<string> {
    await this.lifecycle.leave();
    this.stops.after(reply, 'left');
    return 'ok';
  }

  private stop(reply: FastifyReply): string {
    this.stops.after(reply, 'shutdown');
    return 'ok';
  }
}
