import { RequestMethod, type Type, VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import { type ApplicationConfig, MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import type { ControllerMethod, DiscoveredRoute } from './discovered-route.js';
import { METHOD_METADATA, PATH_METADATA } from './route-metadata.js';
import type { RouteVersion } from './route-version.js';

// More metadata keys of the decorators of `@nestjs/common`.
const HOST_METADATA = 'host';
const VERSION_METADATA = '__version__';
const MODULE_PATH_METADATA = '__module_path__';

type RoutePathMetadata = Parameters<RoutePathFactory['create']>[0];
type VersionValue = NonNullable<ReturnType<RoutePathFactory['getVersion']>>;

interface ControllerContext {
  readonly metatype: Type<object>;
  readonly instance: object;
  readonly hosts: readonly (string | RegExp)[] | undefined;
  /** The parts of the paths that all routes of the controller share. */
  readonly path: RoutePathMetadata;
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
        this.addControllerRoutes(metatype as Type<object>, instance, modulePath, routes);
      }
    }
    return routes;
  }

  private addControllerRoutes(
    metatype: Type<object>,
    instance: object,
    modulePath: string | undefined,
    routes: DiscoveredRoute[],
  ): void {
    const prototype = Object.getPrototypeOf(instance) as object;
    const methodNames = this.scanner.getAllMethodNames(prototype);
    const hosts = optionalList(hostAt(metatype));
    const shared = this.pathMetadata(metatype, modulePath);
    for (const path of asList(Reflect.getMetadata(PATH_METADATA, metatype) as string | readonly string[])) {
      const controller = { metatype, instance, hosts, path: { ...shared, ctrlPath: leadingSlash(path) } };
      for (const methodName of methodNames) {
        // Nest reads the metadata of the class, even if the instance has another function.
        const handler = Reflect.get(prototype, methodName) as ControllerMethod;
        this.addMethodRoutes(controller, methodName, handler, routes);
      }
    }
  }

  private addMethodRoutes(
    { metatype, instance, hosts, path: shared }: ControllerContext,
    methodName: string,
    handler: ControllerMethod,
    routes: DiscoveredRoute[],
  ): void {
    const methodPaths = Reflect.getMetadata(PATH_METADATA, handler) as string | readonly string[] | undefined;
    if (methodPaths === undefined) return;

    const requestMethod = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
    const { versioningOptions } = shared;
    const methodVersion = versioningOptions === undefined ? undefined : versionAt(handler);
    const metadata: RoutePathMetadata = methodVersion === undefined ? shared : { ...shared, methodVersion };
    const version = versioningOptions === undefined ? undefined : this.paths.getVersion(metadata);
    const versions = optionalList<RouteVersion>(version);
    const isInRequest = versioningOptions?.type !== VersioningType.URI && version !== VERSION_NEUTRAL;
    for (const methodPath of asList(methodPaths)) {
      const paths = this.paths.create({ ...metadata, methodPath: leadingSlash(methodPath) }, requestMethod);
      for (const path of paths) {
        routes.push({
          method: RequestMethod[requestMethod],
          path,
          hosts,
          versions,
          requestVersions: isInRequest ? versions : undefined,
          controller: metatype,
          methodName,
          handler,
          callback: Reflect.get(instance, methodName) as ControllerMethod,
        });
      }
    }
  }

  private pathMetadata(metatype: Type<object>, modulePath: string | undefined): RoutePathMetadata {
    const versioningOptions = this.config.getVersioning();
    const controllerVersion = versionAt(metatype) ?? versioningOptions?.defaultVersion;
    return {
      globalPrefix: leadingSlash(this.config.getGlobalPrefix()),
      ...(modulePath === undefined ? {} : { modulePath }),
      ...(versioningOptions === undefined ? {} : { versioningOptions }),
      ...(controllerVersion === undefined ? {} : { controllerVersion }),
    };
  }

  private modulePathOf(metatype: object): string | undefined {
    const key = MODULE_PATH_METADATA + this.modules.applicationId;
    return (Reflect.getMetadata(key, metatype) ?? Reflect.getMetadata(MODULE_PATH_METADATA, metatype)) as
      string | undefined;
  }
}

function hostAt(target: object): string | RegExp | readonly (string | RegExp)[] | undefined {
  return Reflect.getMetadata(HOST_METADATA, target) as ReturnType<typeof hostAt>;
}

function versionAt(target: object): VersionValue | undefined {
  return Reflect.getMetadata(VERSION_METADATA, target) as VersionValue | undefined;
}

function asList<Item>(value: Item | readonly Item[]): readonly Item[] {
  return (Array.isArray(value) ? value : [value]) as readonly Item[];
}

/** Nest treats an empty host or version as absent. */
function optionalList<Item>(value: Item | readonly Item[] | undefined): readonly Item[] | undefined {
  return value ? asList(value) : undefined;
}

function leadingSlash(path: string): string {
  return path === '' || path.startsWith('/') || path.startsWith('{/') ? path : `/${path}`;
}
