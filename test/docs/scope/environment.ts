/** Of `@nestjs/config`. */
export class ConfigModule {}
export declare class ConfigService {
  getOrThrow<T>(name: string, options?: { readonly infer?: T }): T;
}
