import { ConfigurableModuleBuilder } from '@nestjs/common';
import { CORS_MODULE_OPTIONS } from './cors.constants.js';
import type { CorsModuleOptions } from './interfaces/index.js';

export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<CorsModuleOptions>({
  optionsInjectionToken: CORS_MODULE_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createCorsOptions')
  .build();
