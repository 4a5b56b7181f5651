// The JSON API of the ring as a whole: its picture, joining, leaving.
import { onDistinctHosts } from '@chord-dht/chord';
import { Lifecycle, MemberHolder, RingService } from '@chord-dht/nest';
import { Body, Controller, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { readJsonObject } from '../http/json-body';
import { HttpError } from '../http/problem/http-error';
import { StopRequests } from '../lifecycle/stop-requests';
import { Problems } from '../http/problem/problems.decorator';
import { readAddresses } from './addresses';
import { JoinReportDto, JoinRequestDto, LeavePreviewDto, LeaveReportDto } from './dto/join.dto';
import { nodeRefDto } from '../dto/node-ref.dto';
import { RingDto } from './dto/ring.dto';
import { JOIN_PROBLEMS } from './join.decorators';
import { RingView } from './view/ring-view';

@ApiTags('Ring')
@Controller('api/v1/ring')
export class RingController {
  constructor(
    @Inject(RingService) private readonly ring: RingService,
    @Inject(RingView) private readonly view: RingView,
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(Lifecycle) private readonly lifecycle: Lifecycle,
    @Inject(StopRequests) private readonly stops: StopRequests,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'getRing',
    summary: 'The ring as its members report it',
    description: 'Gathered in bounded time; members that did not answer are marked `unreachable`.',
  })
  @ApiResponse({ status: 200, description: 'The picture', type: RingDto })
  @Problems()
  picture(): Promise<RingDto> {
    return this.view.read();
  }

  @Post('join')
  @HttpCode(200)
  @ApiConsumes('application/json')
  @ApiBody({ type: JoinRequestDto })
  @ApiOperation({
    operationId: 'join',
    summary: 'Bring this node and others into one ring',
    description:
      'Answers once it is so, or with an error that names the peers that failed and why.',
  })
  @ApiResponse({ status: 200, description: 'All are in one ring', type: JoinReportDto })
  @Problems(...JOIN_PROBLEMS)
  async join(@Body() body: Buffer | undefined): Promise<JoinReportDto> {
    const peers = readJsonObject(body).get('peers');
    if (!Array.isArray(peers)) {
      throw new HttpError('BAD_BODY', 'The body must be {"peers": ["host:port", ...]}');
    }
    const report = await this.ring.join(readAddresses(peers));
    const told = report.peers.map(({ address, name, ok, code, message }) => ({
      address,
      name,
      ok,
      code: code ?? null,
      message: message ?? null,
    }));
    return { ok: true, peers: told };
  }

  @Get('leave')
  @ApiOperation({ operationId: 'previewLeave', summary: 'What would move if this node left' })
  @ApiResponse({ status: 200, description: 'The preview; nothing happens', type: LeavePreviewDto })
  @Problems()
  preview(): LeavePreviewDto {
    const { self, space, successors } = this.holder.current.chord;
    const { ownKeys, bytes } = this.holder.figures();
    // The heir is on another host, as other positions of this node leave as well.
    const [, heir] = onDistinctHosts([self, ...successors], 2);
    return { keys: ownKeys, bytes, heir: heir ? nodeRefDto(heir, space) : null };
  }

  @Post('leave')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'leave',
    summary: 'Leave the ring and stop',
    description: 'Hands the keys over, tells the neighbours, answers, and then the process stops.',
  })
  @ApiResponse({ status: 200, description: 'The keys are durable elsewhere', type: LeaveReportDto })
  @Problems('FOREIGN_ORIGIN', 'UNAVAILABLE', 'DEADLINE', 'STORAGE_FULL')
  async leave(@Res({ passthrough: true }) reply: FastifyReply): Promise<LeaveReportDto> {
    const handedOver = await this.lifecycle.leave();
    this.stops.after(reply, 'left');
    return { ok: true, handedOver };
  }
}
