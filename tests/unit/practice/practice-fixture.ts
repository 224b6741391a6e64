import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { request as send } from 'undici';
import { onTestFinished } from 'vitest';
import {
  createPracticeSite,
  parseFault,
  type JournalEntry,
  type PracticeOptions,
  type PracticePlan,
  type PracticeSite,
} from '../../../src-main/practice/index.ts';

const hostNames = ['scvm-01', 'scvm-02', 'scvm-03'] as const;

export function planOf(names: readonly string[] = hostNames): PracticePlan {
  return {
    clusterName: 'Harbour',
    vip: '10.0.21.9',
    version: '6.2.0P4',
    hosts: names.map((name, index) => ({
      number: index + 1,
      name,
      managementIp: `10.0.21.${index + 11}`,
      storageIp: `10.0.23.${index + 11}`,
      bmcAddress: `10.0.20.${index + 11}`,
      nics: ['ens1f0', 'ens1f1', 'ens2f0'],
      accounts: ['smartx', 'root'],
    })),
  };
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'practice-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

/** A clock that moves only when told to. */
export function handClock(): { now(): number; advance(durationMs: number): void } {
  let nowMs = Date.UTC(2026, 10, 21, 8);
  return {
    now: () => nowMs,
    advance(durationMs) {
      nowMs += durationMs;
    },
  };
}

type Given = Partial<Omit<PracticeOptions, 'faults'>> & { readonly faults?: readonly string[] };

/** A running site with nothing attached; closed when the test has finished. */
export async function startEmpty({ faults = [], ...options }: Given = {}): Promise<PracticeSite> {
  const site = await createPracticeSite({
    directory: options.directory ?? temporaryDirectory(),
    clock: handClock(),
    chunkSizeBytes: 1000,
    ...options,
    faults: faults.map(parseFault),
  });
  onTestFinished(() => site.close());
  return site;
}

export async function startSite(options: Given = {}): Promise<PracticeSite> {
  const site = await startEmpty(options);
  await site.attach(planOf());
  return site;
}

export interface Reply {
  readonly status: number;
  readonly ec: string | undefined;
  /** Assignable to whatever shape a test expects; the assertions then look at what is really there. */
  readonly data: never;
  readonly body: never;
}

export interface Client {
  readonly token: string;
  call(method: string, path: string, body?: unknown): Promise<Reply>;
}

export async function call(
  site: PracticeSite,
  request: {
    readonly method: string;
    readonly path: string;
    readonly token?: string;
    readonly body?: unknown;
  },
): Promise<Reply> {
  // A connection of its own: a kept one may belong to a site that has been closed since.
  const response = await send(site.url + request.path, {
    method: request.method,
    headers: { 'content-type': 'application/json', 'x-smartx-token': request.token ?? '' },
    body: request.body === undefined ? null : JSON.stringify(request.body),
    reset: true,
  });
  return replyOf(response.statusCode, await response.body.json());
}

function replyOf(status: number, body: unknown): Reply {
  const { ec, data } = body as { ec?: string; data?: never };
  return { status, ec, data: data!, body: body as never };
}

/** A client with a session of the site's own administrator. */
export async function logIn(site: PracticeSite): Promise<Client> {
  const { username, password } = site.smartx;
  const login = await call(site, { method: 'POST', path: '/api/v3/sessions', body: { username, password } });
  const { token } = login.body as { token: string };
  return { token, call: (method, path, body) => call(site, { method, path, body, token }) };
}

export async function journalOf(site: PracticeSite): Promise<JournalEntry[]> {
  return (await (await send(site.journalUrl, { reset: true })).body.json()) as JournalEntry[];
}

/** Sends one chunk as a multipart form, as a browser would. */
export async function sendChunk(
  client: Client & { readonly site: PracticeSite },
  volume: { image_uuid: string; zbs_volume_id: string },
  chunk: { readonly number: number; readonly sizeBytes: number },
): Promise<Reply> {
  const form = new FormData();
  form.append('file', new Blob([Buffer.alloc(chunk.sizeBytes, 0x61)]), 'tools.iso');
  const query = new URLSearchParams({ ...volume, chunk_num: String(chunk.number) });
  const response = await fetch(`${client.site.url}/api/v2/svt_image/upload_template?${query.toString()}`, {
    method: 'POST',
    headers: { 'x-smartx-token': client.token },
    body: form,
  });
  return replyOf(response.status, await response.json());
}

export interface ShellLogin {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface ShellResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Logs in, runs one command with this standard input and ends. Rejects with the client's error. */
export function runOverSsh(login: ShellLogin, command: string, input = ''): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject);
    client.on('close', () => reject(new Error('closed')));
    client.on('ready', () => {
      client.exec(command, (error, channel) => {
        if (error !== undefined) {
          reject(error);
          return;
        }
        let stdout = '';
        let stderr = '';
        let exitCode: number | null = null;
        channel.on('data', (piece: Buffer) => (stdout += piece.toString()));
        channel.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
        channel.on('exit', (code: number) => (exitCode = code));
        channel.on('close', () => {
          if (exitCode !== null) {
            resolve({ exitCode, stdout, stderr });
          }
          client.end();
        });
        channel.end(input);
      });
    });
    client.connect({ host: '127.0.0.1', port: login.port, username: login.user, password: login.password });
    client.setNoDelay(true);
  });
}

/** The login of a host account with the password the site made up. */
export function madeUpLogin(site: PracticeSite, hostName: string, user: string): ShellLogin {
  const host = site.describe().hosts.find(({ name }) => name === hostName)!;
  return {
    port: host.port,
    user,
    password: host.accounts.find((account) => account.user === user)!.password!,
  };
}
