import { describe, expect, it } from 'vitest';
import { createPacer } from '../../../src-main/practice/pace.ts';
import { handClock, logIn, startSite } from './practice-fixture.ts';

const dns = { dns_servers: ['10.0.21.7'] };

describe('the pace of the practice site', () => {
  it('lets an image through at tens of megabytes a second, and a large one within the minute', () => {
    let nowMs = 0;
    const pacer = createPacer('real', () => nowMs);
    const send = (imageBytes: number): number => {
      const startMs = nowMs;
      const pieceBytes = 65_536;
      for (let sent = 0; sent < imageBytes; sent += pieceBytes) {
        nowMs += pacer.lineMs(pieceBytes, imageBytes);
      }
      return (nowMs - startMs) / 1_000;
    };
    const smallBytes = 512 * 2 ** 20;
    const rate = smallBytes / send(smallBytes);
    expect(rate).toBeGreaterThan(20e6);
    expect(rate).toBeLessThan(40e6);
    expect(send(4 * 2 ** 30)).toBeLessThan(40);
  });

  it('shares the line between uploads, and makes up for timers that were late', () => {
    let nowMs = 10_000;
    const pacer = createPacer('real', () => nowMs);
    const alone = pacer.lineMs(2_400_000, 1);
    expect(alone).toBe(0);
    const second = pacer.lineMs(4_800_000, 1);
    expect(pacer.lineMs(4_800_000, 1)).toBeCloseTo(second + 200);
    nowMs += 60_000;
    expect(pacer.lineMs(24_000_000, 1)).toBeCloseTo(750);
  });

  it('takes no time at all when it is to be fast', () => {
    const pacer = createPacer('fast');
    expect(pacer.answerMs('POST', '/api/v3/users:setupRoot')).toBe(0);
    expect(pacer.passwordMs()).toBe(0);
    expect(pacer.lineMs(1e9, 1e9)).toBe(0);
    pacer.order('real');
    expect(pacer.answerMs('POST', '/api/v3/users:setupRoot')).toBeGreaterThan(1_000);
  });

  it('takes a while to find hosts, and none to tell of those that were found', () => {
    const pacer = createPacer('real');
    const scans = [1, 2, 3, 4].map(() => pacer.answerMs('GET', '/api/v2/deployment/host'));
    expect(scans).toEqual([4_500, 4_500, 700, 700]);
  });

  it('has a job end after the seconds that a real one takes, however often it is asked', async () => {
    const clock = handClock();
    const site = await startSite({ clock });
    const client = await logIn(site);
    site.orderPace('real');
    const made = await client.call('PUT', '/api/v2/settings/dns', dns);
    const { job_id: id } = made.data as { job_id: string };
    const stateOf = async (): Promise<string> => {
      const { job } = (await client.call('GET', `/api/v2/jobs/${id}`)).data as { job: { state: string } };
      return job.state;
    };
    for (let polls = 0; polls < 5; polls += 1) {
      expect(await stateOf()).toBe('pending');
    }
    clock.advance(2_000);
    expect(await stateOf()).toBe('pending');
    clock.advance(2_000);
    expect(await stateOf()).toBe('done');
  });
});
