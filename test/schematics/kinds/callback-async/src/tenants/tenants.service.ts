import { Injectable } from '@nestjs/common';

@Injectable()
export class TenantsService {
  private readonly origins = new Set(['https://app.example.com']);

  async isAllowed(origin: string): Promise<boolean> {
    await new Promise(resolve => setImmediate(resolve));
    return this.origins.has(origin);
  }
}
