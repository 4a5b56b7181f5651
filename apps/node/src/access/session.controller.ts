// The login and logout of a browser. The token is sent once, in a body.
import { Controller, Body, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readJsonObject } from '../http/json-body';
import { HttpError } from '../http/problem/http-error';
import { Problems } from '../http/problem/problems.decorator';
import { AccessControl } from './access-control';
import { LoginDto, SessionDto } from './dto';
import { Sessions } from './sessions';
import type { Token } from '../config/bearer-token';

const OPEN: SessionDto = { name: null, role: 'admin', prefix: '' };

@ApiTags('Operations')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(AccessControl) private readonly access: AccessControl,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getSession', summary: 'What the token of this request may do' })
  @ApiResponse({ status: 200, description: 'Its name, role and keys', type: SessionDto })
  @Problems()
  whoAmI(@Req() { bearer }: FastifyRequest): SessionDto {
    return bearer ? sessionOf(bearer) : OPEN;
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'logIn',
    summary: 'Log a browser in',
    description:
      'Sets a cookie that no script can read, for twelve hours. Programs send the token itself instead.',
  })
  @ApiBody({ type: LoginDto })
  @ApiResponse({ status: 200, description: 'The browser is logged in', type: SessionDto })
  @Problems('BAD_BODY', 'BODY_TOO_LARGE', 'FOREIGN_ORIGIN')
  logIn(
    @Body() body: Buffer | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): SessionDto {
    const given = readJsonObject(body).get('token');
    if (typeof given !== 'string' || given === '')
      throw new HttpError('BAD_BODY', 'The body must be {"token": "..."}');
    if (this.access.isOpen) return OPEN;
    const token = this.access.recognise(given.trim(), request);
    if (!token)
      throw new HttpError(
        'UNAUTHENTICATED',
        'This is not a token of this node; check it and try again',
      );
    reply.header('set-cookie', this.sessions.begin(token, Date.now()));
    return sessionOf(token);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ operationId: 'logOut', summary: 'Log a browser out' })
  @ApiResponse({ status: 204, description: 'Its cookie is gone' })
  @Problems('FOREIGN_ORIGIN')
  logOut(@Res({ passthrough: true }) reply: FastifyReply): void {
    reply.header('set-cookie', this.sessions.end());
  }
}

function sessionOf({ name, role, prefix }: Token): SessionDto {
  return { name, role, prefix };
}
