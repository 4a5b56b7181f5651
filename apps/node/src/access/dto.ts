import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '../config/bearer-token';

export class LoginDto {
  @ApiProperty({ type: String, description: 'A token of the --tokens-file', example: 'a-token' })
  token!: string;
}

export class SessionDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The name of the token; null at a node that asks for none',
    example: 'ida',
  })
  name!: string | null;

  @ApiProperty({ enum: ROLES, enumName: 'Role', example: 'write' })
  role!: Role;

  @ApiProperty({ type: String, description: 'The keys begin with this', example: '' })
  prefix!: string;
}
