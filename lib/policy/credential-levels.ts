import { type PlacedLayer, writtenValue } from './policy-merge.js';

/** A level that sets `credentials: true`, with the routes on which no level sets `origin`. */
interface CredentialLevel {
  readonly source: PlacedLayer;
  readonly routes: Set<string>;
  meetsOrigin: boolean;
}

/**
 * The levels that set `credentials: true`. For a warning if no level sets `origin` on any of their
 * routes.
 */
export class CredentialLevels {
  private readonly levels = new Map<string, CredentialLevel>();

  /** Adds a route. Returns whether it has credentials, but no level sets `origin`. */
  note(route: string, layers: readonly PlacedLayer[]): boolean {
    const source = layers.find(({ options }) => writtenValue(options, 'credentials') !== undefined);
    if (source === undefined || writtenValue(source.options, 'credentials') !== true) return false;
    const level = this.levelOf(source);
    if (layers.some(({ options }) => writtenValue(options, 'origin') !== undefined)) {
      level.meetsOrigin = true;
      return false;
    }
    level.routes.add(route);
    return true;
  }

  /** The levels whose credentials have no effect on any route. */
  get useless(): readonly CredentialLevel[] {
    return [...this.levels.values()].filter(({ meetsOrigin }) => !meetsOrigin);
  }

  private levelOf(source: PlacedLayer): CredentialLevel {
    let level = this.levels.get(source.place);
    if (level === undefined) {
      level = { source, routes: new Set(), meetsOrigin: false };
      this.levels.set(source.place, level);
    }
    return level;
  }
}
