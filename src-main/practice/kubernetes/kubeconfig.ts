/** The kubeconfig of the practice Kubernetes: for its person only, with the token that the server keeps a hash of. */
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { hashToken } from '../hashed-secret.ts';
import { textAt, treesAt } from './object.ts';
import type { Persistence } from './persistence.ts';

const name = 'sitewright-practice';

/** The token of the file that is there, where it is still the one. */
function tokenOf(path: string, hash: string | null): string | null {
  try {
    const [user] = treesAt(parse(readFileSync(path, 'utf8')), 'users');
    const token = textAt(user, 'user.token');
    return token !== '' && hashToken(token) === hash ? token : null;
  } catch {
    return null;
  }
}

export interface Kubeconfig {
  readonly path: string;
  isToken(token: string): boolean;
  /** Writes the file for a server at this address. */
  write(server: string, certificate: string): void;
}

export function prepareKubeconfig(directory: string, persistence: Persistence): Kubeconfig {
  const path = join(directory, 'kubeconfig');
  const known = tokenOf(path, persistence.read('token'));
  const token = known ?? randomBytes(32).toString('hex');
  const hash = hashToken(token);
  persistence.write('token', hash);
  return {
    path,
    isToken: (given) => hashToken(given) === hash,
    write(server, certificate) {
      const authority = Buffer.from(certificate, 'utf8').toString('base64');
      const config = {
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name, cluster: { server, 'certificate-authority-data': authority } }],
        users: [{ name, user: { token } }],
        contexts: [{ name, context: { cluster: name, user: name } }],
        'current-context': name,
      };
      writeFileSync(path, stringify(config), { mode: 0o600 });
      // One that was there before keeps its mode otherwise.
      chmodSync(path, 0o600);
    },
  };
}
