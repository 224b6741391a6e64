import { randomBytes } from 'node:crypto';
import { AppError } from '../contract/errors.ts';

/** What may be done with a granted path. */
export type GrantKind = 'read' | 'write' | 'directory';

/** Opaque handles for paths. They live as long as the owner's process; a renderer names files by nothing else. */
export interface Grants {
  /** The same path and kind get the same handle. */
  grant(kind: GrantKind, path: string): string;
  /** Throws GRANT_UNKNOWN for a handle that was never given, was forgotten, or is of another kind. */
  resolve(kind: GrantKind, handle: string): string;
}

/** Remembers at most `limit` grants; beyond it the one used longest ago is forgotten. */
export function createGrants(limit = 10_000): Grants {
  const granted = new Map<string, { readonly kind: GrantKind; readonly path: string }>();
  const handles = new Map<string, string>();
  const keyOf = (kind: GrantKind, path: string): string => `${kind}:${path}`;

  const forgetOldest = (): void => {
    for (const [handle, { kind, path }] of granted) {
      if (granted.size <= limit) {
        return;
      }
      granted.delete(handle);
      handles.delete(keyOf(kind, path));
    }
  };
  const touch = (handle: string, kind: GrantKind, path: string): void => {
    granted.delete(handle);
    granted.set(handle, { kind, path });
  };

  return {
    grant(kind, path) {
      const handle = handles.get(keyOf(kind, path)) ?? `grant_${randomBytes(24).toString('base64url')}`;
      handles.set(keyOf(kind, path), handle);
      touch(handle, kind, path);
      forgetOldest();
      return handle;
    },
    resolve(kind, handle) {
      const found = granted.get(handle);
      if (found?.kind !== kind) {
        throw new AppError('GRANT_UNKNOWN', {
          zh: '该文件不是在本次会话中选择的，不能使用；请重新选择文件。',
          en: 'This file was not chosen in this session. Choose it again.',
        });
      }
      touch(handle, found.kind, found.path);
      return found.path;
    },
  };
}
