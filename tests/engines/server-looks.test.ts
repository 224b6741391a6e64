import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../src-main/adapters/http/http-client.ts';
import { serverItems } from '../../src-main/services/configure/preflight/time-and-names.ts';
import { createSiteLooks } from '../../src-main/services/configure/site-looks.ts';
import { AppError } from '../../src-main/contract/errors.ts';
import { closedUdpPort, dnsReply, ntpReply, serveUdp, type Reply } from '../support/udp-servers.ts';

const { signal } = new AbortController();
const local = '127.0.0.1';
const quiet: Reply = () => null;

interface Servers {
  readonly dns?: Reply | 'closed';
  readonly ntp?: Reply | 'closed';
  readonly planned: { readonly dns: string[]; readonly ntp: string[] };
  readonly isReached?: boolean;
  readonly mayLookAt?: (host: string) => void;
}

/** `subject verdict` of every line, and its sentence. */
async function look({ dns = quiet, ntp = quiet, planned, isReached = true, mayLookAt }: Servers) {
  const portOf = (reply: Reply | 'closed') => (reply === 'closed' ? closedUdpPort() : serveUdp(reply));
  const rules = {
    site: 'lab',
    pins: { accepted: () => [] },
    allowHttp: true,
    allowedHosts: () => undefined,
  };
  const looks = createSiteLooks({
    http: createHttpClient({ baseUrl: `http://${local}`, rules }),
    rules,
    mayLookAt: mayLookAt ?? (() => undefined),
    acceptedHostKeys: () => [],
    acceptedAhead: [],
    now: () => Date.now(),
    serverPorts: { dns: await portOf(dns), ntp: await portOf(ntp) },
  });
  const network = {
    ...planned,
    bmcSubnet: null,
    switches: [],
    temporaryIpRange: { first: null, last: null },
  };
  const items = await serverItems({ plan: { network }, looks, isReached, signal });
  return items.map(({ code, subject, verdict, message }) => ({
    line: `${code} ${subject} ${verdict}`,
    says: message.en,
  }));
}

const both = { dns: [local], ntp: [local] };

describe('the look at the DNS and NTP servers of a sheet', () => {
  it('is content with servers that answer', async () => {
    expect(await look({ dns: dnsReply({}), ntp: ntpReply({}), planned: both })).toMatchObject([
      { line: `dns-server ${local} ok` },
      { line: `ntp-server ${local} ok` },
    ]);
  });

  it('warns of closed ones, and says what it may be', async () => {
    expect(await look({ dns: 'closed', ntp: 'closed', planned: both })).toMatchObject([
      { line: `dns-server ${local} warning`, says: expect.stringContaining('not available there') as string },
      { line: `ntp-server ${local} warning`, says: expect.stringContaining('not available there') as string },
    ]);
  });

  it('warns of a clock that is off, and of one that is not synchronised', async () => {
    const planned = { dns: [], ntp: [local] };
    expect(await look({ ntp: ntpReply({ offsetMs: -600_000 }), planned })).toMatchObject([
      { line: `ntp-server ${local} warning`, says: expect.stringMatching(/600 seconds behind/) as string },
    ]);
    expect(await look({ ntp: ntpReply({ stratum: 16 }), planned })).toMatchObject([
      { line: `ntp-server ${local} warning`, says: expect.stringContaining('not usable') as string },
    ]);
  });

  it('resolves the name of an NTP server where the cluster will', async () => {
    const planned = { dns: [local], ntp: ['ntp.example'] };
    const known = { dns: dnsReply({ 'ntp.example': local }), ntp: ntpReply({}), planned };
    expect((await look(known))[1]).toMatchObject({ line: 'ntp-server ntp.example ok' });
    expect((await look({ ...known, dns: dnsReply({}) }))[1]).toMatchObject({
      line: 'ntp-server ntp.example warning',
      says: expect.stringContaining('cannot resolve') as string,
    });
    expect(await look({ ntp: ntpReply({}), planned: { dns: [], ntp: ['ntp.example'] } })).toMatchObject([
      { line: 'ntp-server ntp.example warning', says: expect.stringContaining('no DNS server') as string },
    ]);
  });

  it('asks nothing of what is no address, and nothing of what may not be looked at', async () => {
    expect(await look({ planned: { dns: ['10.0.0'], ntp: [] } })).toMatchObject([
      { line: 'dns-server 10.0.0 unknown' },
    ]);
    const text = { zh: '不行', en: 'not here' };
    const mayLookAt = (): void => {
      throw new AppError('ADDRESS_NOT_ALLOWED', text);
    };
    expect(await look({ planned: both, mayLookAt })).toEqual([
      { line: `dns-server ${local} unknown`, says: 'not here' },
      { line: `ntp-server ${local} unknown`, says: 'not here' },
    ]);
  });
});
