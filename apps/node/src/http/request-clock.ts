// Measures the duration of each request.

export type AnsweredListener = (method: string, route: string, status: number, ms: number) => void;

export class RequestClock {
  private readonly listeners: AnsweredListener[] = [];

  onAnswered(listener: AnsweredListener): void {
    this.listeners.push(listener);
  }

  answered(method: string, route: string, status: number, ms: number): void {
    for (const listener of this.listeners) listener(method, route, status, ms);
  }
}
