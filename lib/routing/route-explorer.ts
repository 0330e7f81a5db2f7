import { RequestMethod, type Type, VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import { type ApplicationConfig, MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import type { ControllerMethod, DiscoveredRoute } from './discovered-route.js';
import type { RouteVersion } from './route-version.js';

// The keys under which @nestjs/common keeps what its decorators say.
const PATH_METADATA = 'path';
const METHOD_METADATA = 'method';
const HOST_METADATA = 'host';
const VERSION_METADATA = '__version__';
const MODULE_PATH_METADATA = '__module_path__';

type RoutePathMetadata = Parameters<RoutePathFactory['create']>[0];
type VersionValue = NonNullable<ReturnType<RoutePathFactory['getVersion']>>;

interface ControllerContext {
  readonly metatype: Type<object>;
  readonly instance: object;
  readonly modulePath: string | undefined;
}

/** Finds the routes of all controllers, in the order in which Nest registers them. */
export class RouteExplorer {
  private readonly scanner = new MetadataScanner();
  private readonly paths: RoutePathFactory;

  constructor(
    private readonly modules: ModulesContainer,
    private readonly config: ApplicationConfig,
  ) {
    this.paths = new RoutePathFactory(config);
  }

  explore(): DiscoveredRoute[] {
    const routes: DiscoveredRoute[] = [];
    for (const module of this.modules.values()) {
      const modulePath = this.modulePathOf(module.metatype);
      for (const { metatype, instance } of module.controllers.values()) {
        const controller = { metatype: metatype as Type<object>, instance, modulePath };
        routes.push(...this.controllerRoutes(controller));
      }
    }
    return routes;
  }

  private controllerRoutes(controller: ControllerContext): DiscoveredRoute[] {
    const prototype = Object.getPrototypeOf(controller.instance) as object;
    const methodNames = this.scanner.getAllMethodNames(prototype);
    return asList(stringsAt(PATH_METADATA, controller.metatype)).flatMap(path =>
      methodNames.flatMap(methodName =>
        this.methodRoutes(controller, leadingSlash(path), prototype, methodName),
      ),
    );
  }

  private methodRoutes(
    { metatype, instance, modulePath }: ControllerContext,
    ctrlPath: string,
    prototype: object,
    methodName: string,
  ): DiscoveredRoute[] {
    // As Nest does: the class tells what a method is for, even where the instance has another function in its place.
    const handler = Reflect.get(prototype, methodName) as ControllerMethod;
    const methodPaths = asList(stringsAt(PATH_METADATA, handler));
    if (methodPaths.length === 0) return [];

    const requestMethod = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
    const metadata = this.pathMetadata(metatype, handler, ctrlPath, modulePath);
    const { versioningOptions } = metadata;
    const version = versioningOptions === undefined ? undefined : this.paths.getVersion(metadata);
    const versions = optionalList<RouteVersion>(version);
    const isInRequest = versioningOptions?.type !== VersioningType.URI && version !== VERSION_NEUTRAL;
    const shared = {
      method: RequestMethod[requestMethod],
      hosts: optionalList(hostAt(metatype)),
      versions,
      requestVersions: isInRequest ? versions : undefined,
      controller: metatype,
      methodName,
      handler,
      callback: Reflect.get(instance, methodName) as ControllerMethod,
    };
    return methodPaths
      .flatMap(path => this.paths.create({ ...metadata, methodPath: leadingSlash(path) }, requestMethod))
      .map(path => ({ ...shared, path }));
  }

  private pathMetadata(
    metatype: Type<object>,
    handler: ControllerMethod,
    ctrlPath: string,
    modulePath: string | undefined,
  ): RoutePathMetadata {
    const versioningOptions = this.config.getVersioning();
    const controllerVersion = versionAt(metatype) ?? versioningOptions?.defaultVersion;
    const methodVersion = versionAt(handler);
    return {
      ctrlPath,
      globalPrefix: leadingSlash(this.config.getGlobalPrefix()),
      ...(modulePath === undefined ? {} : { modulePath }),
      ...(versioningOptions === undefined ? {} : { versioningOptions }),
      ...(controllerVersion === undefined ? {} : { controllerVersion }),
      ...(methodVersion === undefined ? {} : { methodVersion }),
    };
  }

  private modulePathOf(metatype: object): string | undefined {
    const key = MODULE_PATH_METADATA + this.modules.applicationId;
    return (Reflect.getMetadata(key, metatype) ?? Reflect.getMetadata(MODULE_PATH_METADATA, metatype)) as
      string | undefined;
  }
}

function stringsAt(key: string, target: object): string | readonly string[] | undefined {
  return Reflect.getMetadata(key, target) as string | readonly string[] | undefined;
}

function hostAt(target: object): string | RegExp | readonly (string | RegExp)[] | undefined {
  return Reflect.getMetadata(HOST_METADATA, target) as ReturnType<typeof hostAt>;
}

function versionAt(target: object): VersionValue | undefined {
  return Reflect.getMetadata(VERSION_METADATA, target) as VersionValue | undefined;
}

function asList<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as readonly Item[];
}

/** To Nest, an empty host or version is none. */
function optionalList<Item>(value: Item | readonly Item[] | undefined): readonly Item[] | undefined {
  return value ? asList(value) : undefined;
}

function leadingSlash(path: string): string {
  return path === '' || path.startsWith('/') || path.startsWith('{/') ? path : `/${path}`;
}
