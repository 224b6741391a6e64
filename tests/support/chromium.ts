import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

const args = ['--no-sandbox', '--disable-dev-shm-usage'];

/** The few libraries that Chromium wants of its system, as the package brings them for systems that have none. */
function bundledLibraries(): string {
  const directory = join(tmpdir(), 'sitewright-chromium-libraries');
  const libraries = join(directory, 'lib');
  if (existsSync(libraries)) {
    return libraries;
  }
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const packed = readFileSync(join(entry, '..', '..', 'bin', 'al2023.tar.br'));
  const unpacking = `${directory}.${process.pid}`;
  mkdirSync(unpacking, { recursive: true });
  const { status } = spawnSync('tar', ['-xf', '-', '-C', unpacking], { input: brotliDecompressSync(packed) });
  if (status !== 0) {
    throw new Error("Chromium's libraries could not be unpacked");
  }
  try {
    renameSync(unpacking, directory);
  } catch {
    // Another test was quicker.
  }
  return libraries;
}

/** A real Chromium that comes with npm: headless, without a Chinese font, also where the system lacks its libraries. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await chromium.executablePath();
  try {
    return await playwright.launch({ executablePath, args });
  } catch (thrown) {
    if (!String(thrown).includes('shared libraries')) {
      throw thrown;
    }
    const env = { ...process.env, LD_LIBRARY_PATH: bundledLibraries() } as Record<string, string>;
    return playwright.launch({ executablePath, args, env });
  }
}
