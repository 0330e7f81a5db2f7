/** Receives an origin that was allowed or revoked. Without an origin, all may have changed. */
export type OriginListener = (origin?: string) => void;

/** The origins of each tenant. */
export abstract class OriginStore {
  abstract has(tenant: string, origin: string): Promise<boolean>;
  abstract list(tenant: string): Promise<string[]>;
  abstract allow(tenant: string, origin: string): Promise<void>;
  abstract revoke(tenant: string, origin: string): Promise<void>;
  /** Calls the listener for each later change, by any instance. */
  abstract watch(listener: OriginListener): void;
}
