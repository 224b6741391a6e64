import { randomUUID } from 'node:crypto';
import type { SecretVault } from '../../adapters/secrets/vault.ts';
import type { KeptConnection } from '../../adapters/sqlite/connections.ts';
import type { Connection } from '../../contract/connections.ts';
import { AppError } from '../../contract/errors.ts';

type Place = Connection['credentials'];

/** What a connection is kept with: where its secret is, and what it is called there. */
interface Entrusted {
  readonly secret: string;
  readonly credentials: Place;
}

export interface ConnectionSecrets {
  /** `isDocument`: a kubeconfig, else a token. `variable`: where the same is found by later processes. */
  keep(
    name: string,
    value: string,
    as: { readonly isDocument: boolean; readonly variable: string | null },
  ): Entrusted;
  /** Throws SECRET_UNRESOLVED where it is gone, saying how it comes back. */
  read(kept: KeptConnection): string;
  /** Where its credentials are as far as this process can tell now. */
  placeOf(kept: KeptConnection): Place;
  forget(name: string): void;
  /** Forgets what belongs to none of these: a process without the keystore has removed its connection. */
  forgetOthers(kept: readonly KeptConnection[]): void;
}

const ownerOf = (name: string): string => `connection/${name}`;

/** Secrets lie in the vault under `connection/NAME`; each has a number of its own, so that a later connection of that name never gets it. */
export function createConnectionSecrets(vault: SecretVault, env: NodeJS.ProcessEnv): ConnectionSecrets {
  const fromVariable = ({ variable }: KeptConnection): string | null =>
    variable === null ? null : env[variable] || null;
  const fromVault = ({ name, secret }: KeptConnection): string | null =>
    secret === null ? null : vault.entrusted(ownerOf(name), secret);
  return {
    keep(name, value, { isDocument, variable }) {
      const secret = randomUUID();
      const kind = vault.entrust(ownerOf(name), secret, { value, isDocument });
      if (kind === 'safeStorage') {
        return { secret, credentials: 'keystore' };
      }
      return { secret, credentials: variable === null ? 'memory' : 'environment' };
    },
    read(kept) {
      const found = fromVault(kept) ?? fromVariable(kept);
      if (found === null) {
        throw unresolved(kept);
      }
      return found;
    },
    placeOf(kept) {
      if (kept.secret === null) {
        return kept.credentials;
      }
      if (fromVault(kept) !== null) {
        return vault.keystore() === 'safeStorage'
          ? 'keystore'
          : kept.variable === null
            ? 'memory'
            : 'environment';
      }
      return kept.variable === null ? 'missing' : 'environment';
    },
    forget: (name) => vault.forget(ownerOf(name)),
    forgetOthers(kept) {
      const known = new Set(kept.map(({ name, secret }) => `${ownerOf(name)}\n${secret ?? ''}`));
      for (const { owner, key } of vault.keptNames()) {
        if (owner.startsWith(ownerOf('')) && !known.has(`${owner}\n${key}`)) {
          vault.forget(owner, key);
        }
      }
    },
  };
}

function unresolved({ name, kind, variable }: KeptConnection): AppError {
  const data = { name };
  if (variable !== null) {
    const text = {
      zh: `连接 ${name} 的令牌取自环境变量 ${variable}，但该变量未设置。请设置后重试，或移除该连接后重新添加。`,
      en: `The token of connection ${name} comes from environment variable ${variable}, which is not set. Set it and retry, or remove the connection and add it again.`,
    };
    return new AppError('SECRET_UNRESOLVED', text, { data });
  }
  const what = kind === 'primus' ? { zh: '令牌', en: 'token' } : { zh: 'kubeconfig', en: 'kubeconfig' };
  const text = {
    zh: `连接 ${name} 的${what.zh}只保存在当时的进程内存中，现已不在。请移除该连接后重新添加。`,
    en: `The ${what.en} of connection ${name} was kept in the memory of an earlier process only, and is gone. Remove the connection and add it again.`,
  };
  return new AppError('SECRET_UNRESOLVED', text, { data });
}
