// Answers several reads of a client that came together: each as soon as it is known, with all others that are known
// by then.
import { CodedError, type Pieces } from '@chord-dht/chord';
import type { ClientCall, ClientRights } from './answer-client';
import { HERE } from './messages/answerer-bytes';
import { writeFound } from './messages/found-bytes';
import { ASK_ALONE, AnswerPart, readSeveral, writeRefused } from './messages/several-messages';
import type { OperationContext } from './primary/operation-context';
import type { FoundDone, Primary } from './primary/primary';
import { TOGETHER_BYTES_MAX, type SeveralDone } from './primary/several-readings';
import { checkKey } from './record/keys';
import { isLiveIn } from './record/record-bytes';

/** A part is sent when it has so many bytes: small ones are written directly into the send buffer. */
const PART_BYTES = 7_000;

export function answerSeveral(
  primary: Primary,
  wallMs: () => number,
  operation: OperationContext,
  call: ClientCall,
  rights: ClientRights,
): void {
  const keys = readSeveral(call.bytes);
  const answers = new SeveralAnswers(call, keys.length, wallMs);
  const refused = keys.map((key) => refusalOf(key, rights));
  if (refused.every((error) => error === undefined)) {
    primary.readSeveral(keys, operation, answers);
    return;
  }
  for (const [place, key] of keys.entries()) {
    const error = refused[place];
    if (error === undefined) primary.read(key, operation, false, answers.alone(place));
    else answers.refused(place, error);
  }
}

function refusalOf(key: string, rights: ClientRights): CodedError | undefined {
  try {
    return rights.refusalOf('read', checkKey(key));
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}

class SeveralAnswers implements SeveralDone {
  constructor(
    private readonly call: ClientCall,
    /** The number of unanswered reads. */
    private open: number,
    private readonly wallMs: () => number,
  ) {}

  confirmed(places: readonly number[], records: readonly Uint8Array[]): void {
    const wallMs = Math.floor(this.wallMs());
    let part = new AnswerPart();
    for (let index = 0; index < places.length; index += 1) {
      const record = records[index] as Uint8Array;
      part.add(places[index] as number, answerOf(isLiveIn(record, wallMs) ? record : null));
      if (part.size < PART_BYTES) continue;
      this.send(part);
      part = new AnswerPart();
    }
    if (part.count > 0) this.send(part);
  }

  large(place: number): void {
    this.give(place, ASK_ALONE);
  }

  alone(place: number): FoundDone {
    return (error, { record }) => {
      if (error) this.refused(place, error);
      else this.give(place, answerOf(record));
    };
  }

  refused(place: number, error: unknown): void {
    this.give(place, writeRefused(this.call.explain(error)));
  }

  private give(place: number, answer: Pieces): void {
    const part = new AnswerPart();
    part.add(place, answer);
    this.send(part);
  }

  private send(part: AnswerPart): void {
    this.open -= part.count;
    if (this.open === 0) this.call.reply(part);
    else this.call.part(part);
  }
}

/** A large answer travels in slices, between which others pass: the end of the answer could overtake it. */
function answerOf(record: Uint8Array | null): Pieces {
  return record && record.length > TOGETHER_BYTES_MAX ? ASK_ALONE : writeFound(HERE, record);
}
