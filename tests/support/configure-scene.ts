import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Application } from '../../src-main/api/application.ts';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import { configureOrder } from '../../src-main/contract/configure-order.ts';
import type { ConfigureRequest, ImportDocument } from '../../src-main/contract/configure.ts';
import type { PreflightItem } from '../../src-main/contract/preflight.ts';
import type { PreviewDocument, RunDocument } from '../../src-main/contract/run.ts';
import { practicePlanOf } from '../../src-main/engines/configure/practice-plan.ts';
import {
  createPracticeSite,
  parseFault,
  type JournalEntry,
  type PracticeOptions,
  type PracticeSite,
} from '../../src-main/practice/index.ts';
import { openRuntime, type Runtime, type RuntimeOptions } from '../../src-main/runtime.ts';
import { clientOf } from './call-context.ts';
import { asIsoImage } from './iso-image.ts';
import type { SampleChanges, SampleValue } from './sample-sheets.ts';
import { buildSampleWorkbook } from './sample-workbook.ts';

const chunkSizeBytes = 64 * 1024;
/** Four chunks, the last one short. */
export const isoContent = asIsoImage(Buffer.alloc(3 * chunkSizeBytes + 100, 'vmtools '));
export const isoName = 'SMTX_VMTOOLS-4.0.0-2506271023.iso';
export const isoSha256 = createHash('sha256').update(isoContent).digest('hex');
export const serialCell = { sheet: '主机规划', cell: 'E19' } as const;

/** Secrets of the sample sheet that must not be seen anywhere; the names of things do not look like these. */
export const sheetSecrets: readonly string[] = [
  'Demo-fisheye-01',
  'Demo-bmc-0',
  'Demo-smartx-0',
  'Demo-root-0',
];

function emptied(
  sheet: string,
  columns: readonly string[],
  rows: readonly number[],
): Record<string, SampleValue | null> {
  const cells = rows.flatMap((row) => columns.map((column) => [`${sheet}!${column}${row}`, null] as const));
  return Object.fromEntries(cells);
}

/** Two hosts and three business networks: everything a run has, at half the time. */
const smallPlan = {
  ...emptied('主机规划', ['D', 'E', 'F', 'G', 'H', 'I', 'K', 'M', 'N', 'P'], [5, 6]),
  ...emptied('虚拟网络', ['D', 'F', 'G', 'H', 'I'], [11, 12, 13, 14, 15, 16, 17, 18]),
};

/** The sample plan with two hosts and three business networks. */
export function writeSmallWorkbook(path: string, cells: SampleChanges['cells'] = {}): string {
  return buildSampleWorkbook(path, { cells: { ...smallPlan, ...cells } });
}

export interface SceneOptions {
  /** The faults of the practice site that is served beside the runtime. */
  readonly faults?: readonly string[];
  readonly cells?: SampleChanges['cells'];
  readonly practice?: Partial<Omit<PracticeOptions, 'faults'>>;
}

/** An order of the scene's workbook; its files are named by their paths. */
export type Order = Omit<ConfigureRequest, 'file' | 'iso'> & {
  readonly path: string;
  readonly isoPath: string | null;
  readonly confirmed: boolean;
};

interface Answer {
  readonly value?: string;
  readonly reason?: string;
}

/** A home with its runtime, a practice site that is served beside it, a planning workbook and an ISO. */
export interface Scene {
  readonly directory: string;
  readonly home: string;
  readonly workbook: string;
  readonly iso: string;
  application(): Application;
  site(): PracticeSite;
  /** A client of the process as it is now. */
  client(): AppClient;
  /** The request of an order, for calls that belong to cluster configuration. */
  request(changes?: Partial<Order>): ConfigureRequest;
  /** Reads the workbook and keeps that it was seen. */
  openImport(): Promise<ImportDocument>;
  preview(changes?: Partial<Order>, signal?: AbortSignal): Promise<PreviewDocument>;
  preflight(changes?: Partial<Order>, signal?: AbortSignal): Promise<readonly PreflightItem[]>;
  /** Starts a run, and returns its id. */
  start(changes?: Partial<Order>): Promise<string>;
  /** Starts a run and answers how it stands when it has ended or waits. */
  configure(changes?: Partial<Order>): Promise<RunDocument>;
  settled(run: string): Promise<RunDocument>;
  retry(
    run: string,
    edits?: Readonly<Record<string, string>>,
    secrets?: Readonly<Record<string, string>>,
  ): Promise<RunDocument>;
  answer(run: string, choice: string, answer?: Answer): Promise<RunDocument>;
  /** Every mutating request the site has seen. */
  journal(): Promise<readonly JournalEntry[]>;
  /** Writes the workbook anew, as a customer does who saves other values. */
  saveWorkbook(cells: SampleChanges['cells']): void;
  /** The site's process ends and comes back at the same address, with other faults. */
  restartSite(faults?: readonly string[]): Promise<void>;
  /** Another site answers at the address: none of its hosts is one of the first. */
  replaceSite(): Promise<void>;
  /** Our process ends and comes back. */
  restartRuntime(options?: RuntimeOptions): Promise<void>;
}

/** Has the site know the scene's plan, for runs that take it for a real one. */
export async function attachPlan(scene: Scene): Promise<void> {
  const { plan } = await scene.client().plan.read({ file: scene.request().file });
  await scene.site().attach(practicePlanOf(plan));
}

export const by = 'engineer';

/** What one step of a run came to. */
export function stepOf(run: RunDocument, key: string): RunDocument['steps'][number] {
  const step = run.steps.find((candidate) => candidate.key === key);
  if (step === undefined) {
    throw new TypeError(`the run has no step ${key}; it has ${run.steps.map((one) => one.key).join(' ')}`);
  }
  return step;
}

/** The steps that are not as a good run leaves them, by key. */
export function unhappySteps(run: RunDocument): Record<string, string> {
  const unhappy = run.steps.filter(({ state }) => state !== 'succeeded');
  return Object.fromEntries(
    unhappy.map(({ key, state, error }) => [key, error === undefined ? state : `${state} ${error.code}`]),
  );
}

/** `PUT /api/v2/settings/dns`, with what the last part of a path stands for. */
export function requests(journal: readonly JournalEntry[]): readonly string[] {
  return journal.map(
    ({ method, path }) => `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{uuid}')}`,
  );
}

export function countOf(journal: readonly JournalEntry[], request: string): number {
  return requests(journal).filter((made) => made === request).length;
}

/** Takes what is to be done when the test has finished; the last one given is done first. */
export type Afterwards = (cleanUp: () => void | Promise<void>) => void;

async function openSite(directory: string, options: SceneOptions, port: number): Promise<PracticeSite> {
  return createPracticeSite({
    directory: join(directory, 'site'),
    clock: { now: () => Date.now() },
    chunkSizeBytes,
    ...options.practice,
    faults: (options.faults ?? []).map(parseFault),
    ...(port === 0 ? {} : { smartxPort: port }),
  });
}

/** Everything is on loopback and gone when the test has finished. Tests that run side by side hand in their own `onTestFinished`. */
export async function openScene(
  options: SceneOptions = {},
  afterwards: Afterwards = onTestFinished,
): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-scene-'));
  const home = join(directory, 'home');
  const workbook = join(directory, 'planning.xlsx');
  const iso = join(directory, isoName);
  const saveWorkbook: Scene['saveWorkbook'] = (cells) =>
    void writeSmallWorkbook(workbook, { ...options.cells, ...cells });
  saveWorkbook({});
  writeFileSync(iso, isoContent);
  let site = await openSite(directory, options, 0);
  let runtime: Runtime = await openRuntime(home);
  afterwards(async () => {
    await runtime.close();
    await site.close();
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });
  let person = clientOf(runtime.application, by);
  const runs = (): AppClient['runs'] => person.client.runs;
  const settled = (run: string): Promise<RunDocument> => runs().settled({ run });
  const request: Scene['request'] = (changes = {}) => {
    const { path = workbook, isoPath = null } = changes;
    return {
      file: person.grants.grant('read', path),
      iso: isoPath === null ? null : person.grants.grant('read', isoPath),
      site: { kind: 'practice', url: site.url },
      language: 'en',
      only: [],
      skip: [],
      overwriteSerial: false,
      acceptFingerprints: [],
      secrets: [],
      ...changes,
    };
  };
  const start: Scene['start'] = (changes) =>
    runs().start({ ...configureOrder(request(changes)), confirmed: changes?.confirmed ?? true });
  const { signal: unstopped } = new AbortController();
  return {
    directory,
    home,
    workbook,
    iso,
    client: () => person.client,
    request,
    openImport: () => person.client.imports.open({ file: request().file }),
    preview: (changes, signal = unstopped) => runs().preview(configureOrder(request(changes)), { signal }),
    preflight: (changes, signal = unstopped) =>
      runs().preflight(configureOrder(request(changes)), { signal }),
    start,
    settled,
    saveWorkbook,
    application: () => runtime.application,
    site: () => site,
    configure: async (changes) => settled(await start(changes)),
    async retry(run, edits = {}, secrets = {}) {
      const pairs = (given: Readonly<Record<string, string>>) =>
        Object.entries(given).map(([key, value]) => ({ key, value }));
      await runs().retry({ run, steps: null, edits: pairs(edits), secrets: pairs(secrets) });
      return settled(run);
    },
    async answer(run, choice, { value = null, reason = null } = {}) {
      await runs().answer({ run, question: null, choice, value, reason });
      return settled(run);
    },
    async journal() {
      const answer = await fetch(site.journalUrl, { headers: { connection: 'close' } });
      return (await answer.json()) as JournalEntry[];
    },
    async restartSite(faults = []) {
      const port = Number(new URL(site.url).port);
      await site.close();
      site = await openSite(directory, { ...options, faults }, port);
    },
    async replaceSite() {
      const port = Number(new URL(site.url).port);
      await site.close();
      site = await openSite(join(directory, 'other'), options, port);
    },
    async restartRuntime(options = {}) {
      await runtime.close();
      runtime = await openRuntime(home, options);
      person = clientOf(runtime.application, by);
    },
  };
}

/** A session of the practice site's own administrator, as a person gets it from the site. */
export async function tokenOf(site: PracticeSite): Promise<string> {
  const { url, username, password } = site.smartx;
  const answer = await fetch(new URL('/api/v3/sessions', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ username, password, encrypted: false }),
  });
  return ((await answer.json()) as { token: string }).token;
}

/** The one secret of an order, as it is handed over without a variable it could be found in again. */
export const given = (key: string, value: string): Partial<Order> => ({
  secrets: [{ key, value, environment: null }],
});

/** The structured log of a run as it lies on the disk. */
export function stageLog(scene: Scene, run: string): string {
  return readFileSync(join(scene.home, 'runs', run, 'logs', 'stage_config_cluster.log'), 'utf8');
}
