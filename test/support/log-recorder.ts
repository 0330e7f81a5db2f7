import type { INestApplication, LoggerService } from '@nestjs/common';

export interface LogLine {
  readonly level: 'log' | 'warn' | 'error';
  readonly text: string;
  /** The log context, such as `CorsModule`. */
  readonly context: unknown;
}

/** A logger of the application's that keeps every line. */
export class LogRecorder implements LoggerService {
  readonly entries: LogLine[] = [];

  /** The text of every line. */
  get lines(): string[] {
    return this.entries.map(({ text }) => text);
  }

  get warnings(): LogLine[] {
    return this.entries.filter(({ level }) => level === 'warn');
  }

  readonly use = (app: INestApplication): void => {
    app.useLogger(this);
  };

  log(...args: unknown[]): void {
    this.keep('log', args);
  }

  warn(...args: unknown[]): void {
    this.keep('warn', args);
  }

  error(...args: unknown[]): void {
    this.keep('error', args);
  }

  private keep(level: LogLine['level'], [message, ...others]: unknown[]): void {
    this.entries.push({ level, text: String(message), context: others.at(-1) });
  }
}
