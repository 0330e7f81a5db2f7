// The application that the command starts.
import 'reflect-metadata';
import * as common from '@nestjs/common';
import * as cors from 'nestjs-cors-policy';
import { rootModuleOf } from './application.mjs';

export const AppModule = rootModuleOf(common, { module: cors, decorators: cors });
