/** What time it is at the site, as far as one answer tells. */
import type { HttpClient } from '../http/http-client.ts';
import type { CallOptions } from '../../ports/reading.ts';

export interface SiteClock {
  /** Site minus this machine, in milliseconds; positive when the site is ahead. */
  readonly offsetMs: number;
  /** The offset is right to within this: the header has whole seconds, and the answer was under way for a while. */
  readonly toleranceMs: number;
  /** The header as it came. */
  readonly said: string;
}

const resolutionMs = 1_000;

/** Null when the answer has no usable `Date` header. Needs no session; throws what `HttpClient.call` throws. */
export async function readSiteClock(
  http: HttpClient,
  now: () => number,
  { signal }: CallOptions,
): Promise<SiteClock | null> {
  const sentAt = now();
  // Any answer has the header, a refusal as well; this read changes nothing and is open to everybody.
  const { date } = await http.call({ method: 'GET', path: '/api/v2/deployment/deploy_verify', signal });
  const receivedAt = now();
  const saidMs = date === null ? Number.NaN : Date.parse(date);
  if (date === null || Number.isNaN(saidMs)) {
    return null;
  }
  const halfWayMs = (receivedAt - sentAt) / 2;
  return {
    offsetMs: Math.round(saidMs + resolutionMs / 2 - (sentAt + halfWayMs)),
    toleranceMs: Math.round(resolutionMs / 2 + halfWayMs),
    said: date,
  };
}
