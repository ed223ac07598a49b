/** Tokens and what each may do; only their SHA-256 is kept, and they are compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from './problem.ts';

/**
 * The three that the vendor's page names, and `dns:update`, which it does not: a token with either `dns:create` or
 * `dns:update` may change records.
 */
export const allPermissions = ['dns:list', 'dns:create', 'dns:update', 'dns:delete'] as const;

export type Permission = (typeof allPermissions)[number];

export interface Holder {
  /** What `/account/me/` calls the token; never the token. */
  readonly name: string;
  readonly permissions: readonly Permission[];
}

export class Tokens {
  readonly #entries: { readonly hash: Buffer; readonly holder: Holder }[] = [];

  add(secret: string, permissions: readonly Permission[]): void {
    const name = `sandbox token ${this.#entries.length + 1}`;
    this.#entries.push({ hash: sha256(secret), holder: { name, permissions } });
  }

  /** Who sends this Authorization header. Throws the 401 the page documents. */
  identify(header: string | undefined): Holder {
    const secret = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
    if (secret === undefined) {
      throw Problem.unauthorized('Authentication credentials were not provided.', 'not_authenticated');
    }
    if (!secret.startsWith('vps_')) {
      throw Problem.unauthorized('Invalid API token: it must start with vps_', 'authentication_failed');
    }
    const hash = sha256(secret);
    // Every entry is looked at, whichever matches: the time tells nothing about which one did.
    let found: Holder | undefined;
    for (const entry of this.#entries) if (timingSafeEqual(entry.hash, hash)) found = entry.holder;
    if (found === undefined) throw Problem.unauthorized('Invalid API token', 'authentication_failed');
    return found;
  }
}

/** @param anyOf the permissions of which one is enough; none means that any active token will do */
export function requirePermission(holder: Holder, anyOf: readonly Permission[]): void {
  if (anyOf.length === 0 || anyOf.some((permission) => holder.permissions.includes(permission))) return;
  throw Problem.forbidden(`Missing permission: token lacks ${anyOf.join(' or ')} permission`);
}

function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
