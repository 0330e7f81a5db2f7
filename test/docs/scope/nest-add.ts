export { ConfigModule, ConfigService } from '@nestjs/config';

// The application that nest add finds.
export class AppModule {}
