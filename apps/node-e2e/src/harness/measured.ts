// Reports a figure that decides nothing: `npm test` repeats these lines below the step.

export function measured(what: string, value: number, unit: string): void {
  process.stdout.write(`measured: ${what}: ${value.toFixed(unit === 'ms' ? 0 : 1)} ${unit}\n`);
}
