import chromium from '@sparticuz/chromium';

/** Unpacks the browser once, before tests that run side by side would all do it to the same file. */
export default async function setup(): Promise<void> {
  await chromium.executablePath();
}
