/**
 * How fast and how lean the upload is, against curl and against the bare socket on the same machine in the same run.
 * `node tests/bench/upload.ts` prints a table; what compares figures imports `measureUpload`. The bars are for reading:
 * nothing here is a test, because a busy machine must not fail one.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mebibyte = 1024 * 1024;
const smallFileBytes = mebibyte;
const uploadPath = '/api/v2/svt_image/upload_template';

const part = (name: string): string => join(import.meta.dirname, 'upload-parts', name);

interface UploadBenchOptions {
  readonly sizeBytes: number;
  readonly chunkSizesBytes: readonly number[];
  /** The best of so many counts, for each figure alike. */
  readonly rounds: number;
}

interface Figure {
  readonly what: string;
  readonly value: number;
  /** The value's upper limit; null for what is there to be looked at. */
  readonly bar: number | null;
  /** What the value was made of. */
  readonly from: string;
}

interface Running extends AsyncDisposable {
  readonly baseUrl: string;
  readonly port: string;
}

/** Starts a server that prints its port, and stops it again by closing its standard input. */
async function start(program: string, args: readonly string[]): Promise<Running> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = line.toString('utf8').trim();
  return {
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

/** The sink as a program, null on a machine without a C compiler (and on one without MSG_TRUNC). */
async function compileSink(directory: string): Promise<string | null> {
  const program = join(directory, 'sink');
  try {
    await run('cc', ['-O2', '-o', program, part('sink.c')]);
    return program;
  } catch {
    return null;
  }
}

async function makeFile(path: string, sizeBytes: number): Promise<void> {
  const piece = randomBytes(Math.min(sizeBytes, 32 * mebibyte));
  const file = await open(path, 'w');
  try {
    for (let byte = 0; byte < sizeBytes; byte += piece.length) {
      await file.write(piece, 0, Math.min(piece.length, sizeBytes - byte), byte);
    }
  } finally {
    await file.close();
  }
}

interface ClientFigures {
  readonly elapsedMs: number;
  readonly maxRssBytes: number;
}

async function runOurs(
  baseUrl: string,
  file: { readonly path: string; readonly sizeBytes: number },
  chunkSizeBytes: number,
): Promise<ClientFigures> {
  const args = [part('client.ts'), baseUrl, file.path, String(file.sizeBytes), String(chunkSizeBytes)];
  return JSON.parse((await run(process.execPath, args)).stdout) as ClientFigures;
}

async function runBareSocket(
  port: string,
  file: { readonly path: string; readonly sizeBytes: number },
): Promise<number> {
  const { stdout } = await run(process.execPath, [
    part('bare-socket.ts'),
    port,
    file.path,
    String(file.sizeBytes),
  ]);
  return (JSON.parse(stdout) as { elapsedMs: number }).elapsedMs;
}

/** What somebody would do by hand: one curl for each file that `split` has left. */
async function runCurlPerChunk(baseUrl: string, chunkPaths: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  for (const path of chunkPaths) {
    await run('curl', ['--silent', '--fail', '--form', `file=@${path}`, `${baseUrl}${uploadPath}`]);
  }
  return performance.now() - startedAt;
}

/** The fastest curl there is: one process that keeps its connection, as we keep ours. */
async function runOneCurl(config: string): Promise<number> {
  const startedAt = performance.now();
  await run('curl', ['--silent', '--fail', '--config', config]);
  return performance.now() - startedAt;
}

async function writeCurlConfig(
  path: string,
  baseUrl: string,
  chunkPaths: readonly string[],
): Promise<string> {
  const one = (chunkPath: string): string =>
    [`url = "${baseUrl}${uploadPath}"`, `form = "file=@${chunkPath}"`, 'output = "/dev/null"'].join('\n');
  await writeFile(path, chunkPaths.map(one).join('\nnext\n'));
  return path;
}

/** Cuts the file into chunks before the clock runs; each has bytes of its own, so that none stays in a processor's cache. */
async function splitFile(
  directory: string,
  file: { readonly path: string; readonly sizeBytes: number },
  chunkSizeBytes: number,
): Promise<readonly string[]> {
  const chunkPaths = Array.from({ length: Math.ceil(file.sizeBytes / chunkSizeBytes) }, (_, index) =>
    join(directory, `chunk-${index}`),
  );
  for (const [index, path] of chunkPaths.entries()) {
    const start = index * chunkSizeBytes;
    await pipeline(
      createReadStream(file.path, { start, end: start + chunkSizeBytes - 1, highWaterMark: mebibyte }),
      createWriteStream(path),
    );
  }
  return chunkPaths;
}

async function best(rounds: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    values.push(await measure());
  }
  return Math.min(...values);
}

/** What one core needs for the checksum of so many bytes that are in its cache. */
async function hashAlone(sizeBytes: number): Promise<number> {
  const piece = randomBytes(mebibyte);
  const startedAt = performance.now();
  const hash = createHash('sha256');
  for (let byte = 0; byte < sizeBytes; byte += piece.length) {
    hash.update(piece);
  }
  hash.digest();
  return performance.now() - startedAt;
}

interface Bench {
  readonly directory: string;
  readonly file: { readonly path: string; readonly sizeBytes: number };
  readonly rounds: number;
}

interface Comparison {
  readonly ours: number;
  readonly curlPerChunk: number;
  readonly oneCurl: number;
  readonly maxRssBytes: number;
}

/** Ours and curl to the same server, with the same chunks. */
async function compareWithCurl(
  bench: Bench,
  server: Running,
  chunks: { readonly sizeBytes: number; readonly paths: readonly string[] },
): Promise<Comparison> {
  const config = await writeCurlConfig(join(bench.directory, 'curl.conf'), server.baseUrl, chunks.paths);
  const rounds: Comparison[] = [];
  // Turn by turn, so that a machine that is busy for a while is busy for all.
  for (let round = 0; round < bench.rounds; round += 1) {
    const curlPerChunk = await runCurlPerChunk(server.baseUrl, chunks.paths);
    const oneCurl = await runOneCurl(config);
    const { elapsedMs, maxRssBytes } = await runOurs(server.baseUrl, bench.file, chunks.sizeBytes);
    rounds.push({ ours: elapsedMs, curlPerChunk, oneCurl, maxRssBytes });
  }
  return {
    ours: Math.min(...rounds.map(({ ours }) => ours)),
    curlPerChunk: Math.min(...rounds.map(({ curlPerChunk }) => curlPerChunk)),
    oneCurl: Math.min(...rounds.map(({ oneCurl }) => oneCurl)),
    maxRssBytes: Math.max(...rounds.map(({ maxRssBytes }) => maxRssBytes)),
  };
}

const seconds = (elapsedMs: number): string => `${(elapsedMs / 1000).toFixed(2)} s`;
const mebibytes = (sizeBytes: number): string => `${(sizeBytes / mebibyte).toFixed(0)} MiB`;

/** The bar is for one curl per chunk; the row of the one curl that keeps its connection is there to be looked at. */
function timesCurl(
  label: string,
  { ours, curlPerChunk, oneCurl }: Comparison,
  bar: number,
): readonly Figure[] {
  return [
    {
      what: `${label}: time, times curl -F of each pre-split chunk`,
      value: ours / curlPerChunk,
      bar,
      from: `${seconds(ours)} / ${seconds(curlPerChunk)}`,
    },
    {
      what: `${label}: time, times one curl with all of them`,
      value: ours / oneCurl,
      bar: null,
      from: `${seconds(ours)} / ${seconds(oneCurl)}`,
    },
  ];
}

async function measureServer(
  bench: Bench,
  chunks: { readonly sizeBytes: number; readonly paths: readonly string[] },
): Promise<readonly Figure[]> {
  const label = `chunks of ${mebibytes(chunks.sizeBytes)} to a Node server`;
  await using server = await start(process.execPath, [part('server.ts')]);
  const smallPath = join(bench.directory, 'small.iso');
  await makeFile(smallPath, smallFileBytes);
  const small = await runOurs(
    server.baseUrl,
    { path: smallPath, sizeBytes: smallFileBytes },
    chunks.sizeBytes,
  );
  const comparison = await compareWithCurl(bench, server, chunks);
  const growthBytes = comparison.maxRssBytes - small.maxRssBytes;
  return [
    ...timesCurl(label, comparison, 1.7),
    {
      what: `${label}: memory over a small file, MiB`,
      value: growthBytes / mebibyte,
      bar: 64,
      from: `${mebibytes(comparison.maxRssBytes)} - ${mebibytes(small.maxRssBytes)}`,
    },
  ];
}

async function measureSink(
  bench: Bench,
  chunks: { readonly sizeBytes: number; readonly paths: readonly string[] },
  sink: string,
): Promise<readonly Figure[]> {
  const label = `chunks of ${mebibytes(chunks.sizeBytes)} to a bare sink`;
  await using bare = await start(sink, []);
  const comparison = await compareWithCurl(bench, bare, chunks);
  const socket = await best(bench.rounds, () => runBareSocket(bare.port, bench.file));
  const checksum = await best(bench.rounds, () => hashAlone(bench.file.sizeBytes));
  return [
    ...timesCurl(label, comparison, 1.3),
    {
      what: `${label}: time, times the checksum alone (its floor)`,
      value: comparison.ours / checksum,
      bar: 1.3,
      from: `${seconds(comparison.ours)} / ${seconds(checksum)}`,
    },
    {
      what: `${label}: time, times a bare socket without checksum`,
      value: comparison.ours / socket,
      bar: null,
      from: `${seconds(comparison.ours)} / ${seconds(socket)}`,
    },
  ];
}

/** Needs curl, and room for twice the file in the temporary directory; leaves nothing behind. */
export async function measureUpload(options: UploadBenchOptions): Promise<readonly Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'sitewright-bench-'));
  try {
    const file = { path: join(directory, 'bench.iso'), sizeBytes: options.sizeBytes };
    await makeFile(file.path, file.sizeBytes);
    const sink = await compileSink(directory);
    const figures: Figure[] = [];
    const bench: Bench = { directory, file, rounds: options.rounds };
    for (const sizeBytes of options.chunkSizesBytes) {
      const paths = await splitFile(directory, file, sizeBytes);
      figures.push(...(await measureServer(bench, { sizeBytes, paths })));
      if (sink !== null) {
        figures.push(...(await measureSink(bench, { sizeBytes, paths }, sink)));
      }
      await Promise.all(paths.map((path) => rm(path)));
    }
    return figures;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const figures = await measureUpload({
    sizeBytes: 2048 * mebibyte,
    chunkSizesBytes: [8 * mebibyte, 128 * mebibyte],
    rounds: 3,
  });
  for (const { what, value, bar, from } of figures) {
    const verdict = bar === null ? '    ' : value <= bar ? 'ok  ' : 'OVER';
    const limit = bar === null ? '        ' : `bar ${String(bar).padEnd(4)}`;
    process.stdout.write(`${verdict} ${value.toFixed(2).padStart(7)}  ${limit} ${what} (${from})\n`);
  }
}
