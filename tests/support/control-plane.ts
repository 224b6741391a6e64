/** A real API server with its store, for tests; its programs are not part of the product. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { request } from 'undici';
import { stringify } from 'yaml';
import { openApiConnection, type ApiConnection } from '../../src-main/adapters/kubernetes/api-connection.ts';

export interface ControlPlane extends AsyncDisposable {
  readonly server: string;
  readonly adminConfig: string;
  /** May only look. */
  readonly viewerConfig: string;
  /** Through a port of loopback that leads to the API server, where one is given. */
  connect(as?: 'admin' | 'viewer', port?: number): ApiConnection;
  /** Of its files; gone with it. */
  readonly directory: string;
  /** Starts a program of it, which ends with it. */
  run(name: string, flags: Readonly<Record<string, string>>): void;
  /** Ends the API server in the middle of whatever it does, and starts it again at the same place. */
  restartApi(): Promise<void>;
  /** The store keeps what is there now, and nothing of what was before. */
  forgetHistory(): Promise<void>;
}

/** The folder with etcd and kube-apiserver, named as envtest names it; null where there is none. */
export const controlPlaneAssets = findAssets();

function findAssets(): string | null {
  const named = process.env['KUBEBUILDER_ASSETS'] ?? '';
  if (named !== '') {
    return named;
  }
  const prepare = resolve('../shared/control-plane/prepare');
  if (process.env['npm_lifecycle_event'] !== 'test:control-plane' || !existsSync(prepare)) {
    return null;
  }
  // The first time it is built, which takes some minutes.
  const made = spawnSync(prepare, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return made.status === 0 ? made.stdout.trim() : null;
}

const answersWithinMs = 60_000;

export async function startControlPlane(assets: string): Promise<ControlPlane> {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-'));
  const [client, peer, api] = await freePorts(3);
  const tokens = { admin: randomBytes(16).toString('hex'), viewer: randomBytes(16).toString('hex') };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyFile = join(directory, 'accounts.key');
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const tokenFile = join(directory, 'tokens.csv');
  writeFileSync(tokenFile, `${tokens.admin},admin,1,system:masters\n${tokens.viewer},viewer,2,viewers\n`);
  const certificates = join(directory, 'certificates');
  const authority = join(certificates, 'apiserver.crt');
  const server = `https://127.0.0.1:${api}`;
  const store = `http://127.0.0.1:${client}`;
  const run = (name: string, flags: Readonly<Record<string, string>>): ChildProcess => {
    const log = openSync(join(directory, `${name}.log`), 'a');
    const words = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    return spawn(join(assets, name), words, { stdio: ['ignore', log, log] });
  };
  const etcd = run('etcd', {
    'data-dir': join(directory, 'etcd'),
    'unsafe-no-fsync': 'true',
    'listen-client-urls': store,
    'advertise-client-urls': store,
    'listen-peer-urls': `http://127.0.0.1:${peer}`,
    'initial-advertise-peer-urls': `http://127.0.0.1:${peer}`,
    'initial-cluster': `default=http://127.0.0.1:${peer}`,
  });
  const runApi = (): ChildProcess =>
    run('kube-apiserver', {
      'etcd-servers': store,
      'cert-dir': certificates,
      'bind-address': '127.0.0.1',
      'advertise-address': '127.0.0.1',
      'secure-port': String(api),
      'token-auth-file': tokenFile,
      'authorization-mode': 'RBAC',
      'service-cluster-ip-range': '10.96.0.0/16',
      'endpoint-reconciler-type': 'none',
      'service-account-issuer': 'https://localhost',
      'service-account-key-file': keyFile,
      'service-account-signing-key-file': keyFile,
    });
  const connections: ApiConnection[] = [];
  const others: ChildProcess[] = [];
  let apiServer = runApi();

  async function untilReady(): Promise<void> {
    const deadline = performance.now() + answersWithinMs;
    while (!(await isReady(server, tokens.admin, authority))) {
      if (performance.now() > deadline) {
        throw new Error(`the API server is not ready, see ${directory}`);
      }
      await new Promise((later) => setTimeout(later, 100));
    }
  }

  const configOf = (user: 'admin' | 'viewer'): string => {
    const path = join(directory, `${user}.kubeconfig`);
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        { name: 'local', cluster: { server, 'certificate-authority': 'certificates/apiserver.crt' } },
      ],
      users: [{ name: user, user: { token: tokens[user] } }],
      contexts: [{ name: 'local', context: { cluster: 'local', user } }],
      'current-context': 'local',
    };
    writeFileSync(path, stringify(config));
    return path;
  };
  await untilReady();
  return {
    server,
    directory,
    run: (name, flags) => void others.push(run(name, flags)),
    adminConfig: configOf('admin'),
    viewerConfig: configOf('viewer'),
    connect(as = 'admin', port = api) {
      const connection = openApiConnection({
        server: `https://127.0.0.1:${port}`,
        certificateAuthority: readFileSync(authority),
        isInsecure: false,
        tlsServerName: null,
        client: null,
        proxyUrl: null,
        authorization: async () => `Bearer ${tokens[as]}`,
      });
      connections.push(connection);
      return connection;
    },
    async restartApi() {
      await end(apiServer);
      apiServer = runApi();
      await untilReady();
    },
    async forgetHistory() {
      const { header } = await askStore(store, 'range', { key: Buffer.from('/').toString('base64') });
      await askStore(store, 'compaction', { revision: header.revision, physical: true });
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(connections.map((each) => each.close()));
      await Promise.all(others.map((each) => end(each)));
      // Without its store the API server does not end by itself.
      await end(apiServer);
      await end(etcd);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function askStore(
  store: string,
  what: string,
  body: object,
): Promise<{ readonly header: { readonly revision: string } }> {
  const answer = await request(`${store}/v3/kv/${what}`, { method: 'POST', body: JSON.stringify(body) });
  return (await answer.body.json()) as { header: { revision: string } };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

async function isReady(server: string, token: string, authority: string): Promise<boolean> {
  if (!existsSync(authority)) {
    return false;
  }
  const { Agent } = await import('undici');
  const dispatcher = new Agent({ connect: { ca: readFileSync(authority) } });
  try {
    const { statusCode, body } = await request(`${server}/readyz`, {
      dispatcher,
      headers: { authorization: `Bearer ${token}` },
    });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  } finally {
    await dispatcher.destroy();
  }
}

/** Free ones at this moment, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
