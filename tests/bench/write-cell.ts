import { fork } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCell } from '../../src-main/workbook/write-cell.ts';
import { sha256OfFile } from '../../src-main/workbook/write-cell/file-hash.ts';
import { sheetXml, workbookParts } from '../support/workbook-shapes.ts';
import { buildZip } from '../support/zip-writer.ts';

/** Medians over the rounds. */
export interface WriteCellFigures {
  readonly workbookMegabytes: number;
  readonly sheetMegabytes: number;
  readonly copyAndSyncMs: number;
  readonly writeCellMs: number;
  /** One SHA-256 of the file, for comparison; writeCell makes none. */
  readonly hashMs: number;
  /** writeCell by copy and sync of the same file; the bar is 2. */
  readonly ratio: number;
  /** Peak of the process over what it had before; the bar is 96. */
  readonly growthMebibytes: number;
}

type Measured = Pick<
  WriteCellFigures,
  'copyAndSyncMs' | 'hashMs' | 'writeCellMs' | 'ratio' | 'growthMebibytes'
>;

/** The first two let the process load and compile what it needs, and are not counted. */
const warmUpRounds = 2;
const rounds = 9;
const targetBytes = 55 * 1000 * 1000;

/** Writes one cell into a workbook of 55 MB with a sheet of `sheetRows` rows, against copying the file to the disk. */
export async function benchWriteCell(sheetRows = 3_000): Promise<WriteCellFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'write-cell-bench-'));
  try {
    const path = join(folder, 'plan.xlsx');
    const sheet = Buffer.from(sheetXml(generatedRows(sheetRows)));
    writeFileSync(path, generatedWorkbook(sheet));
    const measured = await measureInChild(path, join(folder, 'rounds'));
    return { workbookMegabytes: statSync(path).size / 1e6, sheetMegabytes: sheet.length / 1e6, ...measured };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function generatedRows(count: number): string {
  const rows = ['<row r="1"><c r="A1" t="inlineStr"><is><t>Cluster SN</t></is></c></row>'];
  for (let row = 2; row <= count; row += 1) {
    const cells = Array.from(
      { length: 26 },
      (_, column) =>
        `<c r="${String.fromCharCode(65 + column)}${row}" s="${column % 7}"><v>${(row * 7919 + column * 104_729) % 99_991}</v></c>`,
    );
    rows.push(`<row r="${row}" spans="1:26">${cells.join('')}</row>`);
  }
  return rows.join('');
}

function generatedWorkbook(sheet: Buffer): Buffer {
  const parts = workbookParts({ sheets: { Hosts: '' } }).map((part) =>
    part.name.endsWith('sheet1.xml') ? { ...part, content: sheet } : part,
  );
  const missing = targetBytes - buildZip(parts).length;
  const pictures = Array.from({ length: 11 }, (_, index) => ({
    name: `xl/media/image${index + 1}.png`,
    content: randomFillSync(Buffer.alloc(Math.floor(missing / 11))),
    method: 'stored' as const,
  }));
  return buildZip([...parts, ...pictures]);
}

function measureInChild(path: string, folder: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--measure', path, folder]);
    child.once('message', (message) => resolve(message as Measured));
    child.once('exit', (code) =>
      reject(new Error(`the measured process ended with code ${String(code)} and no figures`)),
    );
  });
}

async function measure(path: string, folder: string): Promise<Measured> {
  mkdirSync(folder, { recursive: true });
  const measured: Measured[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    measured.push(await measureRound(path, folder));
  }
  const counted = measured.slice(warmUpRounds);
  return {
    copyAndSyncMs: median(counted.map((each) => each.copyAndSyncMs)),
    hashMs: median(counted.map((each) => each.hashMs)),
    writeCellMs: median(counted.map((each) => each.writeCellMs)),
    ratio: median(counted.map((each) => each.ratio)),
    growthMebibytes: Math.max(...measured.map((each) => each.growthMebibytes)),
  };
}

async function measureRound(path: string, folder: string): Promise<Measured> {
  const target = join(folder, 'target.xlsx');
  copyAndSync(path, target);
  const copyStarted = performance.now();
  copyAndSync(path, join(folder, 'copy.xlsx'));
  const copyAndSyncMs = performance.now() - copyStarted;
  const hashStarted = performance.now();
  await sha256OfFile(path);
  const hashMs = performance.now() - hashStarted;
  const idle = process.memoryUsage.rss();
  forgetPeak();
  const writeStarted = performance.now();
  await writeCell(
    { path: target, sheet: 'Hosts', cell: 'B1', value: 'SN-0042', overwrite: false },
    { now: Date.now },
  );
  const writeCellMs = performance.now() - writeStarted;
  const growthMebibytes = (peakBytes() - idle) / 1024 / 1024;
  readdirSync(folder).forEach((name) => rmSync(join(folder, name)));
  return { copyAndSyncMs, hashMs, writeCellMs, ratio: writeCellMs / copyAndSyncMs, growthMebibytes };
}

/** Linux keeps the peak since this was last asked for; elsewhere it is that of the whole process, compilation included. */
function forgetPeak(): void {
  if (process.platform === 'linux') {
    writeFileSync('/proc/self/clear_refs', '5');
  }
}

function peakBytes(): number {
  if (process.platform !== 'linux') {
    return process.resourceUsage().maxRSS * 1024;
  }
  const peak = /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(peak) * 1024;
}

function copyAndSync(from: string, to: string): void {
  copyFileSync(from, to);
  const descriptor = openSync(to, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

if (process.argv[2] === '--measure') {
  process.send?.(await measure(process.argv[3] ?? '', process.argv[4] ?? ''));
  process.disconnect();
} else if (import.meta.main) {
  for (const rows of [100, 3_000, 20_000]) {
    process.stdout.write(`${JSON.stringify(await benchWriteCell(rows))}\n`);
  }
}
