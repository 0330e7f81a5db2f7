import type { INestApplication, LoggerService } from '@nestjs/common';

/** The context of the lines that tell of refused requests. */
const REFUSALS = 'CorsRefusals';

/** A logger of the application's, which keeps its warnings. */
export class LogRecorder implements LoggerService {
  private readonly lines: string[] = [];

  /** Those but of the refusals, which have lines of their own. */
  get warnings(): readonly string[] {
    return this.lines;
  }

  readonly use = (app: INestApplication): void => {
    app.useLogger(this);
  };

  warn(message: unknown, ...others: unknown[]): void {
    if (others.at(-1) !== REFUSALS) this.lines.push(String(message));
  }

  log(): void {
    // Not of interest.
  }

  error(): void {
    // Not of interest.
  }
}
