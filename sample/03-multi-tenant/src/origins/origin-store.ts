/** Learns that an origin was allowed or revoked; without one, that any may have been. */
export type OriginListener = (origin?: string) => void;

/** The origins of each tenant, wherever they are kept. */
export abstract class OriginStore {
  abstract has(tenant: string, origin: string): Promise<boolean>;
  abstract list(tenant: string): Promise<string[]>;
  abstract allow(tenant: string, origin: string): Promise<void>;
  abstract revoke(tenant: string, origin: string): Promise<void>;
  /** Tells of every change from now on, whoever made it. */
  abstract watch(listener: OriginListener): void;
}
