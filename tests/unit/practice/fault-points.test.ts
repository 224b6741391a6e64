import { describe, expect, it } from 'vitest';
import { parseFault, type PracticeSite } from '../../../src-main/practice/index.ts';
import {
  call,
  handClock,
  journalOf,
  logIn,
  sendChunk,
  startSite,
  type Client,
  type Reply,
} from './practice-fixture.ts';

async function startWith(...faults: string[]): Promise<{ site: PracticeSite; client: Client }> {
  const site = await startSite({ faults });
  return { site, client: await logIn(site) };
}

async function pollThrice(
  client: Client,
  answer: Reply,
): Promise<{ job: { state: string; resources?: unknown } }> {
  const { job_id: jobId } = answer.data as { job_id: string };
  const path = `/api/v2/jobs/${jobId}`;
  await client.call('GET', path);
  await client.call('GET', path);
  return (await client.call('GET', path)).data;
}

const postSwitch = (site: PracticeSite, client: Client): Promise<Reply> =>
  client.call('POST', '/api/v2/network/vds', {
    name: 'vds-business',
    bond_mode: 'balance-tcp',
    hosts_associated: site
      .describe()
      .hosts.map(({ uuid }) => ({ host_uuid: uuid, nics_associated: ['ens1f0'] })),
  });

const dnsBody = { dns_servers: ['10.0.0.53'] };
const putDns = (client: Client): Promise<Reply> => client.call('PUT', '/api/v2/settings/dns', dnsBody);

async function makeVolume(
  client: Client,
  sizeBytes = 2500,
): Promise<{ image_uuid: string; zbs_volume_id: string }> {
  const made = await client.call('POST', `/api/v2/svt_image/create_volume?name=a.iso&size=${sizeBytes}`);
  const { image_uuid, zbs_volume_id } = made.data as { image_uuid: string; zbs_volume_id: string };
  return { image_uuid, zbs_volume_id };
}

describe('faults of jobs', () => {
  it.each([
    ['dns', dnsBody],
    ['ntp', { ntp_mode: 'external', ntp_servers: ['a'] }],
    ['vip', { management_vip: '10.0.21.9' }],
  ])('job:kind=%s:fail ends failed and changes nothing', async (kind, body) => {
    const { site, client } = await startWith(`job:kind=${kind}:fail`);
    const before = site.state();
    const { job } = await pollThrice(client, await client.call('PUT', `/api/v2/settings/${kind}`, body));
    expect(job.state).toBe('failed');
    expect(site.state()).toEqual(before);
  });

  it.each(['vds:job-fail', 'job:kind=vds:fail'])('%s takes the switch away', async (fault) => {
    const { site, client } = await startWith(fault);
    expect(site.state().switches).toEqual([]);
    const { job } = await pollThrice(client, await postSwitch(site, client));
    expect(job.state).toBe('failed');
    expect(site.state().switches).toEqual([]);
  });

  it('job:kind=dns:stuck never ends, until the site runs without the fault', async () => {
    const clock = handClock();
    const site = await startSite({ clock, faults: ['job:kind=dns:stuck'] });
    const client = await logIn(site);
    const put = await putDns(client);
    clock.advance(100_000);
    expect((await pollThrice(client, put)).job.state).toBe('pending');
    expect(site.state().dns).toEqual([]);
  });

  it('job:dialect=seed names the switch in result', async () => {
    const { site, client } = await startWith('job:dialect=seed');
    const found = await pollThrice(client, await postSwitch(site, client));
    expect(found).toMatchObject({ job: { state: 'done' }, result: { vds: { name: 'vds-business' } } });
    expect(found.job.resources).toBeUndefined();
  });

  it('vds:answer=uuid answers without a job, vip:job with one', async () => {
    const { site, client } = await startWith('vds:answer=uuid', 'vip:job');
    expect((await postSwitch(site, client)).data).toEqual({
      uuid: expect.any(String) as unknown,
      name: 'vds-business',
    });
    const put = await client.call('PUT', '/api/v2/settings/vip', { management_vip: '10.0.21.9' });
    expect((await pollThrice(client, put)).job.state).toBe('done');
    expect(site.state().vip).toBe('10.0.21.9');
  });
});

describe('faults of every request', () => {
  it('http:status=503:every=3 refuses every third and changes nothing', async () => {
    const { site, client } = await startWith('http:status=503:every=3');
    // The login was the first.
    const statuses = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const put = await client.call('PUT', '/api/v2/settings/vip', { management_vip: `10.0.21.${turn}` });
      statuses.push(put.status);
      if (turn === 1) {
        expect(site.state().vip).toBe('10.0.21.0');
      }
    }
    expect(statuses).toEqual([200, 503, 200, 200, 503]);
    expect((await journalOf(site)).map(({ status }) => status)).toEqual(statuses);
  });

  it('ec:code=EBUSY:every=2 answers 200 with that code and changes nothing', async () => {
    const { site, client } = await startWith('ec:code=EBUSY:every=2');
    expect(await client.call('PUT', '/api/v2/settings/vip', { management_vip: '10.0.21.9' })).toMatchObject({
      status: 200,
      ec: 'EBUSY',
    });
    expect(site.state().vip).toBeNull();
  });

  it('are replaced by a new order and counted from the start; the same order again changes nothing', async () => {
    const { site, client } = await startWith('http:status=503:every=3');
    const put = async (): Promise<number> => (await putDns(client)).status;
    expect([await put(), await put()]).toEqual([200, 503]);
    const every = (turns: number): void => site.orderFaults([parseFault(`http:status=503:every=${turns}`)]);
    every(3);
    expect([await put(), await put(), await put()]).toEqual([200, 200, 503]);
    every(2);
    expect([await put(), await put()]).toEqual([200, 503]);
    site.orderFaults([]);
    expect([await put(), await put(), site.describe().faults]).toEqual([200, 200, []]);
  });

  it('envelope:missing leaves the envelope off', async () => {
    const { client } = await startWith('envelope:missing');
    const read = await client.call('GET', '/api/v2/settings/dns');
    expect(read.body).toEqual({ dns_servers: [] });
  });

  it('token:expire-after=2 refuses the third request of each session', async () => {
    const { site, client } = await startWith('token:expire-after=2');
    const get = async (of: Client) => (await of.call('GET', '/api/v2/settings/dns')).status;
    expect([await get(client), await get(client), await get(client)]).toEqual([200, 200, 401]);
    expect(await get(await logIn(site))).toBe(200);
  });

  it('slow:ms=1 answers all the same, and closing does not wait for a slow answer', async () => {
    const { client } = await startWith('slow:ms=1');
    expect(await client.call('GET', '/api/v2/settings/dns')).toMatchObject({ status: 200 });
    const slow = await startSite({ faults: ['slow:ms=3600000'] });
    const never = call(slow, { method: 'GET', path: '/api/v2/deployment/host' });
    const torn = expect(never).rejects.toThrow();
    await call(slow, { method: 'GET', path: '/practice/state' });
    await slow.close();
    await torn;
  });
});

describe('faults of the upload', () => {
  it('upload:chunk=1:fail=2 refuses that chunk twice', async () => {
    const { site, client } = await startWith('upload:chunk=1:fail=2');
    const volume = await makeVolume(client);
    const send = async (number: number) =>
      (await sendChunk({ ...client, site }, volume, { number, sizeBytes: 1000 })).status;
    expect([await send(0), await send(1), await send(1), await send(1)]).toEqual([200, 500, 500, 200]);
  });

  it('upload:drop=50% tears every second chunk once, and the journal says so', async () => {
    const { site, client } = await startWith('upload:drop=50%');
    const volume = await makeVolume(client, 4000);
    const send = (number: number) => sendChunk({ ...client, site }, volume, { number, sizeBytes: 1000 });
    await expect(send(0)).rejects.toThrow();
    expect(site.state().images[0]).toMatchObject({ missingChunks: 4 });
    expect((await send(0)).status).toBe(200);
    expect((await send(1)).status).toBe(200);
    await expect(send(2)).rejects.toThrow();
    expect((await send(2)).status).toBe(200);
    const chunks = (await journalOf(site)).filter(({ path }) => path.endsWith('upload_template'));
    expect(chunks.map(({ status }) => status)).toEqual([0, 200, 200, 0, 200]);
  });

  it.each([
    ['to-upload', { to_upload: [1, 2] }],
    ['next-chunk', { next_chunk: 1 }],
    ['empty', {}],
  ])('upload:answer=%s', async (dialect, answer) => {
    const { site, client } = await startWith(`upload:answer=${dialect}`);
    const sent = await sendChunk({ ...client, site }, await makeVolume(client), {
      number: 0,
      sizeBytes: 1000,
    });
    expect(sent.data).toEqual(answer);
  });

  it('create-volume:fail makes no volume', async () => {
    const { site, client } = await startWith('create-volume:fail');
    expect(await client.call('POST', '/api/v2/svt_image/create_volume?name=a&size=1')).toMatchObject({
      status: 500,
    });
    expect(site.state().images).toEqual([]);
  });
});

describe('faults of what is read', () => {
  it.each([
    ['vip', '/api/v2/settings/vip'],
    ['dns', '/api/v2/settings/dns'],
    ['ntp', '/api/v2/settings/ntp'],
    ['ipmi', '/api/v2/ipmi/accounts'],
    ['images', '/api/v2/images'],
  ])('readback:%s:missing', async (what, path) => {
    const { client } = await startWith(`readback:${what}:missing`);
    expect(await client.call('GET', path)).toMatchObject({ status: 404 });
  });

  it('readback:vlans:missing, vlans:count=7, vlan conflicts', async () => {
    const { site, client } = await startWith(
      'readback:vlans:missing',
      'vlans:count=7',
      'vlan:name=B:conflict',
      'vlan:name=C:taken=99',
    );
    await postSwitch(site, client);
    const [{ uuid, vlans_count: count }] = (await client.call('GET', '/api/v2/network/vds')).data as [
      { uuid: string; vlans_count: number },
    ];
    const path = `/api/v2/network/vds/${uuid}/vlans`;
    expect(count).toBe(7);
    expect(await client.call('GET', path)).toMatchObject({ status: 404 });
    expect(await client.call('POST', path, { name: 'A', vlan_id: 1 })).toMatchObject({ status: 200 });
    expect(await client.call('POST', path, { name: 'B', vlan_id: 2 })).toMatchObject({
      status: 409,
      ec: 'EVLAN_CONFLICT',
    });
    expect(await client.call('POST', path, { name: 'C', vlan_id: 3 })).toMatchObject({
      ec: 'EVLAN_DUPLICATE_NAME',
    });
    expect(site.state().switches[0]!.vlans).toEqual([
      { name: 'A', vlanId: 1 },
      { name: 'C', vlanId: 99 },
    ]);
  });

  it('readback:to-upload:missing lists images without what is left', async () => {
    const { client } = await startWith('readback:to-upload:missing');
    await makeVolume(client);
    const [image] = (await client.call('GET', '/api/v2/images')).data as [object];
    expect(image).not.toHaveProperty('to_upload');
  });

  it('license:missing and license:dialect=seed', async () => {
    const missing = await startWith('license:missing');
    expect((await missing.client.call('GET', '/api/v2/tools/license')).data).not.toHaveProperty('serial');
    const { site, client } = await startWith('license:dialect=seed');
    const license = await client.call('GET', '/api/v2/tools/license');
    expect(license.data).toMatchObject({ license_info: { serial_number: site.describe().cluster!.serial } });
  });
});

describe('faults on the way in', () => {
  it('deploy:not-deployed, scan:empty, scan:needs-token', async () => {
    const { site } = await startWith('deploy:not-deployed', 'scan:empty');
    const get = (of: PracticeSite, path: string) =>
      call(of, { method: 'GET', path: `/api/v2/deployment/${path}` });
    expect((await get(site, 'deploy_verify')).data).toMatchObject({ is_deployed: false });
    expect((await get(site, 'host')).data).toEqual([]);
    const guarded = await startWith('scan:needs-token');
    expect(await get(guarded.site, 'host')).toMatchObject({ status: 401 });
    expect((await guarded.client.call('GET', '/api/v2/deployment/host')).data).toHaveLength(3);
  });

  it('root:fail, session:fail and the forms of expire_time', async () => {
    const site = await startSite({ faults: ['root:fail', 'session:fail'] });
    const body = { password: 'a', repeat: 'a' };
    expect(await call(site, { method: 'POST', path: '/api/v3/users:setupRoot', body })).toMatchObject({
      status: 500,
    });
    expect(site.state().root).toBeNull();
    const { username, password } = site.smartx;
    const logInTo = (to: PracticeSite, given = { username, password }) =>
      call(to, { method: 'POST', path: '/api/v3/sessions', body: given });
    expect(await logInTo(site)).toMatchObject({ status: 401 });
    const epoch = await startSite({ faults: ['session:expire-time=epoch'] });
    expect((await logInTo(epoch, epoch.smartx)).body).toMatchObject({
      expire_time: expect.any(Number) as unknown,
    });
    const silent = await startSite({ faults: ['session:expire-time=missing'] });
    expect((await logInTo(silent, silent.smartx)).body).not.toHaveProperty('expire_time');
  });

  it('ipmi:host=scvm-02:fail lists that host under failure', async () => {
    const { site, client } = await startWith('ipmi:host=scvm-02:fail');
    const accounts = site.describe().hosts.map(({ uuid, name, bmcAddress }) => ({
      node_uuid: uuid,
      node_name: name,
      host: bmcAddress,
      user: 'ADMIN',
      password: 'secret',
    }));
    const answer = await client.call('POST', '/api/v2/ipmi/upsert_accounts', { accounts });
    expect(answer).toMatchObject({
      status: 200,
      data: { failure: [{ node_name: 'scvm-02', is_valid: false }] },
    });
    expect(site.state().ipmi.map(({ node }) => node)).toEqual(['scvm-01', 'scvm-03']);
  });

  it('pod:web-0:ImagePullBackOff is kept for the Kubernetes part', async () => {
    const { site } = await startWith('pod:web-0:ImagePullBackOff');
    expect(site.describe().faults).toEqual(['pod:web-0:ImagePullBackOff']);
  });
});
