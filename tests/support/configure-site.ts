import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createPracticeSite, type PracticeSite } from '../../src-main/practice/index.ts';
import { asIsoImage } from './iso-image.ts';
import { buildSampleWorkbook } from './sample-workbook.ts';

const template = resolve(process.cwd(), '../shared/fixtures/smartx-planning-v20250820.xlsx');
const isoSizeBytes = 1_500_000;
const chunkSizeBytes = 65_536;

/** A practice site served by this process, and everything that a `configure` against it takes. */
export interface ConfigureSite {
  /** Holds everything; the workbook's own directory is `customer` in it. */
  readonly directory: string;
  readonly customer: string;
  readonly workbook: string;
  readonly iso: string;
  readonly home: string;
  readonly siteDirectory: string;
  readonly site: PracticeSite;
  readonly configureWords: readonly string[];
  readonly retryWords: readonly string[];
  /** Owns the home for a moment and asks nothing of the site. */
  readonly historyWords: readonly string[];
  /** Stops serving; everything stays on disk. */
  stop(): Promise<void>;
  /** Starts serving this site again on the port it had, or another one's state there. */
  serve(siteDirectory?: string): Promise<PracticeSite>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ConfigureSiteOptions {
  /** Where the ready-made planning workbook is not wanted: writes another one to this path. */
  readonly makeWorkbook?: (path: string) => void;
}

const serveSite = (directory: string, smartxPort = 0): Promise<PracticeSite> =>
  createPracticeSite({
    directory,
    clock: { now: () => Date.now() },
    chunkSizeBytes,
    hashesChunks: true,
    smartxPort,
  });

function makeSampleWorkbook(path: string): void {
  // Written, not copied: the template may be read-only, and its copy is written to.
  if (existsSync(template)) {
    writeFileSync(path, readFileSync(template));
  } else {
    buildSampleWorkbook(path);
  }
}

/** Makes a customer's directory with workbook and ISO, an empty home and a practice site. */
export async function createConfigureSite(options: ConfigureSiteOptions = {}): Promise<ConfigureSite> {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-crash-'));
  const customer = mkdtempSync(join(directory, 'customer-'));
  const workbook = join(customer, 'plan.xlsx');
  const iso = join(customer, 'SMTX_VMTOOLS-3.2.1.iso');
  const home = join(directory, 'home');
  const siteDirectory = join(directory, 'site');
  (options.makeWorkbook ?? makeSampleWorkbook)(workbook);
  writeFileSync(iso, asIsoImage(randomBytes(isoSizeBytes)));
  let site = await serveSite(siteDirectory);
  const port = Number(new URL(site.url).port);
  let serving = true;
  const stop = async (): Promise<void> => {
    if (!serving) {
      return;
    }
    serving = false;
    await site.close();
  };
  const answer = ['--json', '--home', home];
  return {
    directory,
    customer,
    workbook,
    iso,
    home,
    siteDirectory,
    stop,
    get site() {
      return site;
    },
    configureWords: [
      'configure',
      workbook,
      `--practice=${site.url}`,
      '--iso',
      iso,
      '--yes',
      '--lang',
      'en',
      ...answer,
    ],
    retryWords: ['runs', 'retry', '0001', '--lang', 'en', ...answer],
    historyWords: ['plan', 'history', workbook, ...answer],
    async serve(other = siteDirectory) {
      await stop();
      site = await serveSite(other, port);
      serving = true;
      return site;
    },
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
