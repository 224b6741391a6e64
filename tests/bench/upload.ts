/**
 * How fast and how lean the upload is, against curl and against the bare socket on the same machine in the same run.
 * `node tests/bench/upload.ts` prints a table; what compares figures imports `measureUpload`. The bars are for reading:
 * nothing here is a test, because a busy machine must not fail one.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mebibyte = 1024 * 1024;
const smallFileBytes = mebibyte;

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
  readonly bar: number;
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

/** One curl for all chunks, so that it may keep its connection as we keep ours; its own chunk cut out beforehand. */
async function runCurl(config: string): Promise<number> {
  const startedAt = performance.now();
  await run('curl', ['--silent', '--fail', '--config', config]);
  return performance.now() - startedAt;
}

async function writeCurlConfig(
  path: string,
  call: { readonly baseUrl: string; readonly chunkPath: string; readonly chunks: number },
): Promise<string> {
  const one = [
    `url = "${call.baseUrl}/api/v2/svt_image/upload_template"`,
    `form = "file=@${call.chunkPath}"`,
    'output = "/dev/null"',
  ];
  await writeFile(path, Array.from({ length: call.chunks }, () => one.join('\n')).join('\nnext\n'));
  return path;
}

async function best(rounds: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) values.push(await measure());
  return Math.min(...values);
}

/** What one core needs for the checksum of so many bytes that are in its cache. */
async function hashAlone(sizeBytes: number): Promise<number> {
  const piece = randomBytes(mebibyte);
  const startedAt = performance.now();
  const hash = createHash('sha256');
  for (let byte = 0; byte < sizeBytes; byte += piece.length) hash.update(piece);
  hash.digest();
  return performance.now() - startedAt;
}

interface Bench {
  readonly directory: string;
  readonly file: { readonly path: string; readonly sizeBytes: number };
  readonly rounds: number;
}

/** Ours and curl to the same server, with the same chunks. */
async function compareWithCurl(
  bench: Bench,
  server: Running,
  chunkSizeBytes: number,
): Promise<{ readonly ours: number; readonly curl: number; readonly maxRssBytes: number }> {
  const chunkPath = join(bench.directory, 'chunk');
  await makeFile(chunkPath, chunkSizeBytes);
  const chunks = Math.ceil(bench.file.sizeBytes / chunkSizeBytes);
  const config = await writeCurlConfig(join(bench.directory, 'curl.conf'), {
    baseUrl: server.baseUrl,
    chunkPath,
    chunks,
  });
  let [ours, curl, maxRssBytes] = [Infinity, Infinity, 0];
  // Turn by turn, so that a machine that is busy for a while is busy for both.
  for (let round = 0; round < bench.rounds; round += 1) {
    curl = Math.min(curl, await runCurl(config));
    const figures = await runOurs(server.baseUrl, bench.file, chunkSizeBytes);
    ours = Math.min(ours, figures.elapsedMs);
    maxRssBytes = Math.max(maxRssBytes, figures.maxRssBytes);
  }
  return { ours, curl, maxRssBytes };
}

const seconds = (elapsedMs: number): string => `${(elapsedMs / 1000).toFixed(2)} s`;
const mebibytes = (sizeBytes: number): string => `${(sizeBytes / mebibyte).toFixed(0)} MiB`;

async function measureChunkSize(
  bench: Bench,
  chunkSizeBytes: number,
  sink: string | null,
): Promise<readonly Figure[]> {
  const label = `chunks of ${mebibytes(chunkSizeBytes)}`;
  const figures: Figure[] = [];
  await using server = await start(process.execPath, [part('server.ts')]);
  const smallPath = join(bench.directory, 'small.iso');
  await makeFile(smallPath, smallFileBytes);
  const small = await runOurs(server.baseUrl, { path: smallPath, sizeBytes: smallFileBytes }, chunkSizeBytes);
  const { ours, curl, maxRssBytes } = await compareWithCurl(bench, server, chunkSizeBytes);
  figures.push({
    what: `${label}: time, times curl -F to the same server`,
    value: ours / curl,
    bar: 1.7,
    from: `${seconds(ours)} / ${seconds(curl)}`,
  });
  const growthBytes = maxRssBytes - small.maxRssBytes;
  figures.push({
    what: `${label}: memory over a small file, MiB`,
    value: growthBytes / mebibyte,
    bar: 64,
    from: `${mebibytes(maxRssBytes)} - ${mebibytes(small.maxRssBytes)}`,
  });
  if (sink === null) return figures;
  await using bare = await start(sink, []);
  const toSink = await compareWithCurl(bench, bare, chunkSizeBytes);
  const socket = await best(bench.rounds, () => runBareSocket(bare.port, bench.file));
  figures.push({
    what: `${label}: time, times curl -F to a bare sink`,
    value: toSink.ours / toSink.curl,
    bar: 1.3,
    from: `${seconds(toSink.ours)} / ${seconds(toSink.curl)}`,
  });
  const checksum = await best(bench.rounds, () => hashAlone(bench.file.sizeBytes));
  figures.push({
    what: `${label}: time, times the checksum alone (its floor)`,
    value: toSink.ours / checksum,
    bar: 1.3,
    from: `${seconds(toSink.ours)} / ${seconds(checksum)}`,
  });
  figures.push({
    what: `${label}: time, times a bare socket without checksum`,
    value: toSink.ours / socket,
    bar: 1.3,
    from: `${seconds(toSink.ours)} / ${seconds(socket)}`,
  });
  return figures;
}

/** Needs curl, and room for the file and one chunk in the temporary directory; leaves nothing behind. */
export async function measureUpload(options: UploadBenchOptions): Promise<readonly Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'sitewright-bench-'));
  try {
    const file = { path: join(directory, 'bench.iso'), sizeBytes: options.sizeBytes };
    await makeFile(file.path, file.sizeBytes);
    const sink = await compileSink(directory);
    const figures: Figure[] = [];
    for (const chunkSizeBytes of options.chunkSizesBytes) {
      figures.push(
        ...(await measureChunkSize({ directory, file, rounds: options.rounds }, chunkSizeBytes, sink)),
      );
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
    const verdict = value <= bar ? 'ok  ' : 'OVER';
    process.stdout.write(
      `${verdict} ${value.toFixed(2).padStart(7)}  bar ${String(bar).padEnd(4)} ${what} (${from})\n`,
    );
  }
}
