import type { PracticePace } from '../contract/practice-pace.ts';

/** How long a real cluster takes for what the practice site does at once, so that a rehearsal looks like the day on site. */

export type PacedJob = 'dns' | 'ntp' | 'vip' | 'vds';

const jobsMs: Readonly<Record<PacedJob, number>> = { dns: 3_200, ntp: 3_800, vip: 2_500, vds: 8_000 };

const hostScan = 'GET /api/v2/deployment/host';

/** By method and route; reads that are not named take `readMs`, changes `changeMs`. */
const answersMs: Readonly<Record<string, number>> = {
  [hostScan]: 4_500,
  'POST /api/v3/users:setupRoot': 5_000,
  'POST /api/v3/sessions': 1_200,
  'PUT /api/v2/settings/vip': 2_000,
  'POST /api/v2/ipmi/upsert_accounts': 2_200,
  'POST /api/v2/network/vds/{vds}/vlans': 1_900,
  'POST /api/v2/svt_image/create_volume': 1_000,
  // Its time is that of the line.
  'POST /api/v2/svt_image/upload_template': 0,
  // Polls tell about a time that passes elsewhere.
  'GET /api/v2/jobs/{id}': 20,
};
/** A cluster looks around for its hosts when it is first asked for them; what it found is told faster from then on. */
const slowScans = 2;
const knownHostsMs = 700;
const readMs = 300;
const changeMs = 400;
const passwordMs = 2_000;

const usualBytesPerSecond = 24e6;
/** An image is on its way for about this long at most: a larger one meets a faster line. */
const longestUploadS = 36;

/** What timers overshoot is made up for, as far back as this. */
const madeUpMs = 250;

export interface Pacer {
  order(pace: PracticePace): void;
  /** Milliseconds before a request to this route is handled. */
  answerMs(method: string, pattern: string): number;
  /** Milliseconds until a job has ended; null: the site's own way, which is by polls. */
  jobMs(kind: PacedJob): number | null;
  /** Milliseconds a host takes to change a password. */
  passwordMs(): number;
  /** The bytes of an image of this size have arrived: milliseconds until the line takes the next ones. */
  lineMs(arrivedBytes: number, imageBytes: number): number;
}

/** @param now milliseconds of a clock that only goes on */
export function createPacer(atFirst: PracticePace, now: () => number = () => performance.now()): Pacer {
  let pace = atFirst;
  /** Until when the line is busy with what it was given. */
  let busyUntilMs = 0;
  let scans = 0;
  const isReal = (): boolean => pace === 'real';
  return {
    order(ordered) {
      pace = ordered;
    },
    answerMs(method, pattern) {
      const route = `${method} ${pattern}`;
      if (route === hostScan) {
        scans += 1;
      }
      if (!isReal()) {
        return 0;
      }
      if (route === hostScan && scans > slowScans) {
        return knownHostsMs;
      }
      return answersMs[route] ?? (method === 'GET' ? readMs : changeMs);
    },
    jobMs: (kind) => (isReal() ? jobsMs[kind] : null),
    passwordMs: () => (isReal() ? passwordMs : 0),
    lineMs(arrivedBytes, imageBytes) {
      if (!isReal()) {
        return 0;
      }
      const bytesPerSecond = Math.max(usualBytesPerSecond, imageBytes / longestUploadS);
      const nowMs = now();
      busyUntilMs = Math.max(busyUntilMs, nowMs - madeUpMs) + (arrivedBytes / bytesPerSecond) * 1_000;
      return Math.max(0, busyUntilMs - nowMs);
    },
  };
}
