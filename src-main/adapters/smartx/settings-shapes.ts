/** Sessions and the settings of the whole cluster. */
import { z } from 'zod';
import { optionalText, text, texts } from './shape-parts.ts';

/** Seconds or milliseconds since the epoch, or a date in words. */
function momentOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) {
    const secondsLookLike = 100_000_000_000;
    return number <= 0 ? null : number < secondsLookLike ? Math.round(number * 1000) : Math.round(number);
  }
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

export const session = z
  .object({ token: text, expire_time: z.unknown().optional() })
  .transform((value) => ({ token: value.token, expiresAt: momentOf(value.expire_time) }));

export const vip = z.object({ management_vip: z.string().nullish() }).transform((value) => {
  const address = value.management_vip?.trim() ?? '';
  return address === '' ? null : address;
});

export const dns = z.preprocess(
  (value) => (Array.isArray(value) ? { dns_servers: value } : value),
  z.object({ dns_servers: texts.nullish() }).transform((value): readonly string[] => value.dns_servers ?? []),
);

export const ntp = z
  .object({ ntp_mode: optionalText, ntp_servers: texts.nullish() })
  .transform((value) => ({ mode: value.ntp_mode ?? 'external', servers: value.ntp_servers ?? [] }));
