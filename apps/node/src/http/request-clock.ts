// Knows how long each request took, and tells whoever measures.

export type AnsweredListener = (method: string, route: string, status: number, ms: number) => void;

export class RequestClock {
  private listener: AnsweredListener = () => undefined;

  onAnswered(listener: AnsweredListener): void {
    this.listener = listener;
  }

  answered(method: string, route: string, status: number, ms: number): void {
    this.listener(method, route, status, ms);
  }
}
