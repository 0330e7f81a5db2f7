/**
 * The names that a block of any page may use without an import, because their source is obvious.
 */
export * from '@nestjs/common';
export { NestFactory, type HttpAdapterHost } from '@nestjs/core';
export { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
export * from 'nestjs-cors-policy';
export { CorsExplorerModule } from 'nestjs-cors-policy/explorer';
export { CorsBrowser, corsMatchers, snapshot } from 'nestjs-cors-policy/testing';
