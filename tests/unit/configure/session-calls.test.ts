import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { createSessionCalls } from '../../../src-main/engines/configure/session-calls.ts';

const { signal } = new AbortController();

/** A system whose sessions serve so many calls each; null: any number. */
function systemWith(callsEach: number | null) {
  let logins = 1;
  let served = 0;
  let token: string | null = 'session 1';
  const ensure = (): Promise<string> => {
    if (token !== null) {
      return Promise.resolve(token);
    }
    logins += 1;
    served = 0;
    token = `session ${logins}`;
    return Promise.resolve(token);
  };
  const renew = (): Promise<string> => {
    token = null;
    return ensure();
  };
  const expired = (): AppError => new AppError('SESSION_EXPIRED', verbatim('the session has ended.'));
  return {
    call: createSessionCalls({ ensure, renew, current: () => token }),
    request: async (): Promise<string> => {
      await Promise.resolve();
      served += 1;
      if (callsEach !== null && served > callsEach) {
        throw expired();
      }
      return 'done';
    },
    refused: (): Promise<never> => Promise.reject(expired()),
    logins: () => logins,
  };
}

describe('calls with one session', () => {
  it.each([1, 2, 5])('all get through where a session serves no more than %i of them', async (callsEach) => {
    const system = systemWith(callsEach);
    const made = Array.from({ length: 12 }, () => system.call(signal, system.request));
    expect(await Promise.all(made)).toEqual(Array(12).fill('done'));
    expect(system.logins()).toBeLessThanOrEqual(12);
  });

  it('are refused one by one, each after one repetition, where no session helps', async () => {
    const system = systemWith(null);
    let sent = 0;
    const refused = (): Promise<never> => {
      sent += 1;
      return system.refused();
    };
    const made = await Promise.allSettled(Array.from({ length: 6 }, () => system.call(signal, refused)));
    for (const one of made) {
      expect(String(one.status === 'rejected' ? one.reason : one.value)).toMatch(/refused again after/);
    }
    expect([system.logins(), sent]).toEqual([2, 12]);
  });

  it('have a login of their own where the session was of use to another call before it ended', async () => {
    const system = systemWith(null);
    await expect(system.call(signal, system.refused)).rejects.toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(await system.call(signal, system.request)).toBe('done');
    await expect(system.call(signal, system.refused)).rejects.toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(system.logins()).toBe(3);
  });
});
