import { Logger } from '@nestjs/common';

/** Warns once that other code sets CORS headers on responses of Nest's routes. */
export class EarlierHeadersLog {
  private readonly logger = new Logger('CorsModule');
  private hasWarned = false;

  readonly listener = (): void => {
    if (this.hasWarned) return;
    this.hasWarned = true;
    this.logger.warn(
      'A response had Access-Control-Allow-Origin before its route was entered, for example from cors() in app.use(). CorsModule has ' +
        'removed its Access-Control-* headers and applied the policy of the route. Remove the other code: responses that no route of ' +
        'Nest gives keep its headers. Further responses are not logged.',
    );
  };
}
