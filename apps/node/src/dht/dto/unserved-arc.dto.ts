// The JSON form of an arc that has no majority of its home replicas.
import { ApiProperty } from '@nestjs/swagger';

export class UnservedArcDto {
  @ApiProperty({
    type: String,
    description: 'It begins behind this id, as printed',
    example: '4b1a3d5e8f7091a2b3c4d5e6f70812345678abcd',
  })
  from!: string;

  @ApiProperty({
    type: String,
    description: 'It ends with this id',
    example: '9b1a3d5e8f7091a2b3c4d5e6f70812345678abcd',
  })
  to!: string;

  @ApiProperty({ type: Number, description: 'Its share of the circle, 0 to 1', example: 0.24 })
  share!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Keys of it that lie on the node that ought to serve it, approximately',
    example: 12,
  })
  keys!: number;

  @ApiProperty({
    type: [String],
    description:
      'Its home replicas: it waits for a majority of them. Empty when they are not known',
    example: ['localhost:5000', 'localhost:5001', 'localhost:5002'],
  })
  members!: string[];
}
