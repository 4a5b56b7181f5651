// The JSON form of a member's name.
import type { IdSpace, NodeRef } from '@chord-dht/chord';
import { ApiProperty } from '@nestjs/swagger';

/** A place on the circle. */
export class PlaceDto {
  @ApiProperty({
    type: String,
    description: 'The id in hexadecimal of fixed width',
    example: '4b1a3d5e8f7091a2b3c4d5e6f70812345678abcd',
  })
  id!: string;

  @ApiProperty({
    type: String,
    description: 'The id as people read it: decimal in rings of at most 32 bits',
    example: '4b1a3d5e8f7091a2b3c4d5e6f70812345678abcd',
  })
  printedId!: string;

  @ApiProperty({
    type: Number,
    description: 'Where the id lies on the circle, in turns clockwise from id 0',
    minimum: 0,
    maximum: 1,
    example: 0.2934,
  })
  position!: number;
}

export class NodeRefDto extends PlaceDto {
  @ApiProperty({
    type: String,
    description: 'host:port; with #1, #2, ... behind it for a further position of that node',
    example: 'localhost:5000',
  })
  address!: string;
}

export function placeDto(id: string, space: IdSpace): PlaceDto {
  return { id, printedId: space.print(id), position: space.turn(id) };
}

export function nodeRefDto({ id, address }: NodeRef, space: IdSpace): NodeRefDto {
  return { id, printedId: space.print(id), address, position: space.turn(id) };
}
