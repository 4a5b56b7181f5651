// The plain-text API of the ring: membership and the state of this node.
import { DbService, RingService } from '@chord-dht/nest';
import { Body, Controller, Get, Inject, Post, Put, Query, Req } from '@nestjs/common';
import { ApiConsumes, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { lines, PlainText } from '../http/plain.decorator';
import { Problems } from '../http/problem/problems.decorator';
import { readAddress, readAddressLines } from './addresses';
import { readId } from './ids';
import { JoinEndpoint } from './join.decorators';

const ID_QUERY = {
  name: 'id',
  required: true,
  description: 'An id, decimal or `0x` hexadecimal, 0 ≤ id < 2^bits',
  schema: { type: 'string' as const, example: '0x1f' },
};

@ApiTags('Ring, plain text')
@Controller('dht')
export class DhtController {
  constructor(
    @Inject(RingService) private readonly ring: RingService,
    @Inject(DbService) private readonly db: DbService,
  ) {}

  @Put('join')
  @ApiConsumes('text/plain')
  @JoinEndpoint('put')
  join(@Body() body: Buffer | undefined): Promise<string> {
    return this.joinAll(body);
  }

  @Post('join')
  @ApiConsumes('text/plain')
  @JoinEndpoint('post')
  joinByPost(@Body() body: Buffer | undefined): Promise<string> {
    return this.joinAll(body);
  }

  @Get('peers')
  @PlainText({
    operationId: 'getPeers',
    summary: 'All members by address, clockwise from this node',
    answer: 'One address a line',
    example: 'localhost:5000\nlocalhost:5002',
  })
  @Problems('DEADLINE')
  async peers(): Promise<string> {
    const { members } = await this.ring.members();
    return lines(members.map(({ node }) => node.address));
  }

  @Get('peers/id')
  @PlainText({
    operationId: 'getPeerIds',
    summary: 'All members by id, clockwise from this node',
    answer: 'One id a line: decimal in rings of at most 32 bits, else hexadecimal',
    example: '673\n983',
  })
  @Problems('DEADLINE')
  async peerIds(): Promise<string> {
    const { members } = await this.ring.members();
    return lines(members.map(({ node }) => this.ring.space.print(node.id)));
  }

  @Get()
  @PlainText({
    operationId: 'getOwnKeys',
    summary: 'The keys that this node stores as their owner',
    answer: 'One key a line',
    example: 'keyval',
  })
  @Problems()
  async ownKeys(): Promise<string> {
    return lines(await this.db.ownKeys());
  }

  @Get('get_successor')
  @PlainText({
    operationId: 'getSuccessor',
    summary: 'The next node clockwise',
    answer: 'Its address; this node itself when alone',
    example: 'localhost:5002',
  })
  @Problems()
  successor(): string {
    return this.ring.node.successor.address;
  }

  @Get('get_predecessor')
  @PlainText({
    operationId: 'getPredecessor',
    summary: 'The next node counter-clockwise',
    answer: 'Its address; this node itself when alone or when none is known yet',
    example: 'localhost:5001',
  })
  @Problems()
  predecessor(): string {
    return (this.ring.node.predecessor ?? this.ring.node.self).address;
  }

  @Get('find_successor')
  @ApiQuery(ID_QUERY)
  @PlainText({
    operationId: 'findSuccessor',
    summary: 'The owner of an id',
    answer: 'Its address',
    example: 'localhost:5002',
  })
  @Problems('BAD_ID', 'LOOKUP_FAILED', 'DEADLINE', 'NOT_MEMBER', 'INTERNAL')
  async findSuccessor(@Query('id') id: unknown, @Req() request: FastifyRequest): Promise<string> {
    const target = readId(id, this.ring.space);
    return (await this.ring.findSuccessor(target, String(request.id))).address;
  }

  @Get('closest_preceding_node')
  @ApiQuery(ID_QUERY)
  @PlainText({
    operationId: 'closestPrecedingNode',
    summary: "The node of this node's tables that most closely precedes an id",
    answer: 'Its address; this node itself when there is none',
    example: 'localhost:5002',
  })
  @Problems('BAD_ID')
  closestPrecedingNode(@Query('id') id: unknown): string {
    return this.ring.closestPrecedingNode(readId(id, this.ring.space)).address;
  }

  @Post('notify')
  @ApiQuery({
    name: 'addr',
    required: true,
    description: 'The node that believes to be the predecessor',
    schema: { type: 'string', example: 'localhost:5001' },
  })
  @PlainText({
    operationId: 'notify',
    summary: 'Tell this node about a possible predecessor',
    description:
      'The node has to answer at that address, as a member of a ring with the same parameters.',
    answer: 'Whether it became the predecessor',
    example: 'predecessor not updated',
  })
  @Problems(
    'BAD_ADDRESS',
    'FOREIGN_ORIGIN',
    'INCOMPATIBLE',
    'WRONG_RECEIVER',
    'REFUSED',
    'UNREACHABLE',
    'TIMEOUT',
    'NOT_MEMBER',
    'INTERNAL',
  )
  async notify(@Query('addr') address: unknown): Promise<string> {
    const updated = await this.ring.notify(readAddress(address, 'addr'));
    return updated ? 'predecessor updated' : 'predecessor not updated';
  }

  @Post('flush')
  @PlainText({
    operationId: 'flush',
    summary: 'Empty the store of this node',
    description: 'Removes every key that this node stores; those of other nodes stay.',
    answer: 'The store is empty',
    example: 'ok',
  })
  @Problems('FOREIGN_ORIGIN', 'STORAGE_FULL')
  async flush(): Promise<string> {
    await this.db.flush();
    return 'ok';
  }

  private async joinAll(body: Buffer | undefined): Promise<string> {
    await this.ring.join(readAddressLines(body ?? Buffer.alloc(0)));
    return 'ok';
  }
}
