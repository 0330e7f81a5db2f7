import { type PlacedLayer, writtenValue } from './policy-merge.js';

/** A level that allows credentials, and where it does so without any origin. */
interface CredentialLevel {
  readonly source: PlacedLayer;
  readonly routes: Set<string>;
  meetsOrigin: boolean;
}

/** The levels that allow credentials, with whether they ever meet a level that says which origin. */
export class CredentialLevels {
  private readonly levels = new Map<string, CredentialLevel>();

  /** Whether a route's credentials have no origin. */
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

  /** Those that never meet an origin. */
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
