// The JSON API of single members: this one, and others through it.
import { MemberHolder } from '@chord-dht/nest';
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problems } from '../http/problem/problems.decorator';
import { NodeViewDto } from './dto/node-view.dto';
import { MemberCalls } from './peer-messages/member-calls';
import { MemberFinder } from './view/find-member';
import { OwnView } from './view/own-view';

const VIEW_MS = 3_000;

@ApiTags('Ring')
@Controller('api/v1')
export class NodeController {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(OwnView) private readonly ownView: OwnView,
    @Inject(MemberCalls) private readonly calls: MemberCalls,
    @Inject(MemberFinder) private readonly finder: MemberFinder,
  ) {}

  @Get('node')
  @ApiOperation({
    operationId: 'getNode',
    summary: "This node's own view",
    description:
      'Predecessor, successor list, distinct fingers with their intervals, store figures.',
  })
  @ApiResponse({ status: 200, description: 'Its present view', type: NodeViewDto })
  @Problems()
  own(): NodeViewDto {
    return this.ownView.read();
  }

  @Get('nodes/:id')
  @ApiOperation({ operationId: 'getNodeById', summary: "A member's own view, relayed" })
  @ApiParam({
    name: 'id',
    description: 'Its id, as printed or in hexadecimal, or its address',
    schema: { type: 'string', example: 'localhost:5000' },
  })
  @ApiResponse({ status: 200, description: 'The view of the member', type: NodeViewDto })
  @Problems(
    'UNKNOWN_MEMBER',
    'UNREACHABLE',
    'TIMEOUT',
    'MALFORMED',
    'NOT_MEMBER',
    'UNKNOWN_MESSAGE',
    'BUSY',
    'INTERNAL',
  )
  async byId(@Param('id') id: string, @Req() request: FastifyRequest): Promise<NodeViewDto> {
    const node = await this.finder.find(id);
    const isSelf = node.id === this.holder.current.chord.self.id;
    if (isSelf) return this.ownView.read();
    return this.calls.view(node, { timeoutMs: VIEW_MS, trace: String(request.id) });
  }
}
