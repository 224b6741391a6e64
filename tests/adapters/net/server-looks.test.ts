import { describe, expect, it } from 'vitest';
import { askDns } from '../../../src-main/adapters/net/dns-look.ts';
import { askNtp } from '../../../src-main/adapters/net/ntp-look.ts';
import { closedUdpPort, dnsReply, ntpReply, serveUdp } from '../../support/udp-servers.ts';

const { signal } = new AbortController();
const server = '127.0.0.1';

describe('a question to a DNS server', () => {
  const ask = (port: number, name = 'ntp.example', timeoutMs = 5_000) =>
    askDns({ server, port, name, timeoutMs }, signal);

  it('brings the addresses of a name', async () => {
    const port = await serveUdp(dnsReply({ 'ntp.example': '192.0.2.7' }));
    expect(await ask(port)).toEqual({ state: 'answers', addresses: ['192.0.2.7'] });
  });

  it('is answered too by a server that does not know the name', async () => {
    const port = await serveUdp(dnsReply({}));
    expect(await ask(port)).toEqual({ state: 'answers', addresses: [] });
  });

  it('finds that nobody answers, and that nothing listens', async () => {
    expect(await ask(await serveUdp(() => null), 'ntp.example', 250)).toEqual({ state: 'silent' });
    // The resolver is not told on Windows that a port is closed.
    const closed = process.platform === 'win32' ? 'silent' : 'refused';
    expect(await ask(await closedUdpPort(), 'ntp.example', 250)).toEqual({ state: closed });
  });

  it('can be canceled', async () => {
    const stop = new AbortController();
    const port = await serveUdp(() => {
      stop.abort();
      return null;
    });
    const asked = askDns({ server, port, name: 'ntp.example', timeoutMs: 60_000 }, stop.signal);
    await expect(asked).rejects.toMatchObject({ code: 'CANCELED' });
  });
});

describe('a question to an NTP server', () => {
  const ask = (port: number, timeoutMs = 5_000) =>
    askNtp({ server, port, timeoutMs, now: () => Date.now() }, signal);

  it('brings how far its clock is off, to both sides', async () => {
    for (const offsetMs of [120_000, -90_000]) {
      const seen = await ask(await serveUdp(ntpReply({ offsetMs, stratum: 3 })));
      expect(seen).toMatchObject({ state: 'answers', stratum: 3 });
      if (seen.state === 'answers') {
        expect(Math.abs(seen.offsetMs - offsetMs)).toBeLessThan(2_000);
      }
    }
  });

  it('finds a server that says itself that its time is not to be used', async () => {
    const unusable = async (reply: Parameters<typeof ntpReply>[0]) => ask(await serveUdp(ntpReply(reply)));
    expect(await unusable({ stratum: 0, reference: 'RATE' })).toEqual({ state: 'unusable', why: 'RATE' });
    expect(await unusable({ stratum: 16 })).toEqual({ state: 'unusable', why: 'stratum 16' });
    expect(await unusable({ flags: 0xe4 })).toMatchObject({ state: 'unusable' });
  });

  it('takes nothing for an answer that does not belong to it', async () => {
    expect(await ask(await serveUdp(ntpReply({ isForged: true })), 250)).toEqual({ state: 'silent' });
    expect(await ask(await serveUdp(() => Buffer.alloc(12)), 250)).toEqual({ state: 'silent' });
    expect(await ask(await serveUdp(ntpReply({ flags: 0x23 })), 250)).toEqual({ state: 'silent' });
  });

  it('finds that nobody answers, and that nothing listens', async () => {
    expect(await ask(await serveUdp(() => null), 250)).toEqual({ state: 'silent' });
    expect(await ask(await closedUdpPort())).toEqual({ state: 'refused' });
  });

  it('can be canceled', async () => {
    const stop = new AbortController();
    const port = await serveUdp(() => {
      stop.abort();
      return null;
    });
    const asked = askNtp({ server, port, timeoutMs: 60_000, now: () => Date.now() }, stop.signal);
    await expect(asked).rejects.toMatchObject({ code: 'CANCELED' });
  });
});
