import type { INestApplication } from '@nestjs/common';
import { type RootModule, type Setting, type StartOptions, listen } from './applications.js';
import { type HttpHeaders, type HttpResponse, preflight, send } from './http.js';

/** A started application, as the tests of a suite use it. */
export class Served {
  private constructor(
    readonly app: INestApplication,
    readonly url: string,
  ) {}

  static async start(setting: Setting, root: RootModule, options: StartOptions = {}): Promise<Served> {
    const { app, url } = await listen(setting, root, options);
    return new Served(app, url);
  }

  get(path: string, headers: HttpHeaders = {}): Promise<HttpResponse> {
    return this.send('GET', path, headers);
  }

  send(
    method: string,
    path: string,
    headers: HttpHeaders = {},
    body?: string | Buffer,
  ): Promise<HttpResponse> {
    return send(this.url, method, path, headers, body);
  }

  preflight(path: string, question: Parameters<typeof preflight>[2]): Promise<HttpResponse> {
    return preflight(this.url, path, question);
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}

/** Starts an application before a suite's tests, and closes it after them. */
export function serve(setting: Setting, root: () => RootModule, options: StartOptions = {}): () => Served {
  let served: Served | undefined;
  beforeAll(async () => {
    served = await Served.start(setting, root(), options);
  });
  afterAll(async () => {
    await served?.close();
  });
  return () => {
    if (served === undefined) throw new TypeError('The application did not start.');
    return served;
  };
}
