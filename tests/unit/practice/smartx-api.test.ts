import { describe, expect, it } from 'vitest';
import {
  call,
  handClock,
  journalOf,
  logIn,
  planOf,
  sendChunk,
  startEmpty,
  startSite,
} from './practice-fixture.ts';

const rootBody = { username: 'root', password: 'Sheet-Secret-1', repeat: 'Sheet-Secret-1', encrypted: false };

describe('getting in', () => {
  it('sets up root once and lets it log in', async () => {
    const site = await startSite();
    const wrong = { ...rootBody, repeat: 'other' };
    const path = '/api/v3/users:setupRoot';
    expect(await call(site, { method: 'POST', path, body: wrong })).toMatchObject({
      status: 400,
      ec: 'EPASSWORD_REPEAT',
    });
    expect(await call(site, { method: 'POST', path, body: { password: 'x' } })).toMatchObject({
      status: 400,
    });
    const created = await call(site, { method: 'POST', path, body: rootBody });
    expect(created).toMatchObject({ status: 200, ec: 'EOK', data: { username: 'root', role: 'ROOT' } });
    const again = await call(site, { method: 'POST', path, body: rootBody });
    expect(again).toMatchObject({ status: 409, ec: 'EROOT_ALREADY_INITIALIZED' });
    const { username, password } = rootBody;
    const login = await call(site, {
      method: 'POST',
      path: '/api/v3/sessions',
      body: { username, password },
    });
    expect(login.body).toMatchObject({
      token: expect.any(String) as unknown,
      expire_time: '2026-11-21T09:00:00.000Z',
    });
    expect(login.ec).toBeUndefined();
    const refused = await call(site, {
      method: 'POST',
      path: '/api/v3/sessions',
      body: { username, password: 'no' },
    });
    expect(refused).toMatchObject({ status: 401, ec: 'ELOGIN_FAILED' });
  });

  it('asks for a token and forgets it when it has expired', async () => {
    const clock = handClock();
    const site = await startSite({ clock });
    expect(await call(site, { method: 'GET', path: '/api/v2/settings/dns' })).toMatchObject({ status: 401 });
    const client = await logIn(site);
    expect(await client.call('GET', '/api/v2/settings/dns')).toMatchObject({ status: 200 });
    clock.advance(3_600_000);
    expect(await client.call('GET', '/api/v2/settings/dns')).toMatchObject({
      status: 401,
      ec: 'EAUTH_TOKEN_INVALID',
    });
  });

  it('shows its hosts and its deployment to anybody', async () => {
    const site = await startSite();
    const scan = await call(site, { method: 'GET', path: '/api/v2/deployment/host' });
    const [first] = scan.data as { host_uuid: string }[];
    expect(scan.data).toHaveLength(3);
    expect(first).toMatchObject({
      hostname: 'scvm-01',
      version: '6.2.0P4',
      ifaces: expect.arrayContaining([
        expect.objectContaining({ name: 'port-mgt', ip: '10.0.21.11' }),
        expect.objectContaining({ name: 'ens1f0', ip: null }),
      ]) as unknown,
    });
    expect(first!.host_uuid).toBe(site.describe().hosts[0]!.uuid);
    const verified = await call(site, { method: 'GET', path: '/api/v2/deployment/deploy_verify' });
    expect(verified.data).toMatchObject({ is_deployed: true });
  });

  it('says which calls it does not have', async () => {
    const site = await startEmpty();
    expect(await call(site, { method: 'GET', path: '/api/v2/nothing' })).toMatchObject({ status: 404 });
    expect(await call(site, { method: 'DELETE', path: '/api/v2/settings/vip' })).toMatchObject({
      status: 405,
    });
    const { token } = await logIn(site);
    const license = await call(site, { method: 'GET', path: '/api/v2/tools/license', token });
    expect(license).toMatchObject({ status: 404, ec: 'ECLUSTER_NOT_FOUND' });
  });
});

describe('settings', () => {
  it('changes DNS and NTP when their job is done, after a few polls', async () => {
    const site = await startSite();
    const client = await logIn(site);
    const dns = await client.call('PUT', '/api/v2/settings/dns', { dns_servers: ['10.0.0.53'] });
    const { job_id: jobId } = dns.data as { job_id: string };
    const states: string[] = [];
    for (let poll = 0; poll < 3; poll += 1) {
      expect(site.state().dns).toEqual([]);
      const job = await client.call('GET', `/api/v2/jobs/${jobId}`);
      states.push((job.data as { job: { state: string } }).job.state);
    }
    expect(states).toEqual(['pending', 'pending', 'done']);
    expect((await client.call('GET', '/api/v2/settings/dns')).data).toEqual({ dns_servers: ['10.0.0.53'] });
    expect(await client.call('GET', '/api/v2/jobs/none')).toMatchObject({ status: 404 });
  });

  it('finishes a job in its own time when nobody asks', async () => {
    const clock = handClock();
    const site = await startSite({ clock });
    const client = await logIn(site);
    await client.call('PUT', '/api/v2/settings/ntp', { ntp_mode: 'external', ntp_servers: ['ntp.site'] });
    clock.advance(3000);
    const read = await client.call('GET', '/api/v2/settings/ntp');
    expect(read.data).toEqual({ ntp_mode: 'external', ntp_servers: ['ntp.site'] });
  });

  it('changes the VIP at once', async () => {
    const site = await startSite();
    const client = await logIn(site);
    const put = await client.call('PUT', '/api/v2/settings/vip', {
      management_vip: '10.0.21.9',
      iscsi_vip: null,
    });
    expect(put).toMatchObject({ status: 200, data: {} });
    expect((await client.call('GET', '/api/v2/settings/vip')).data).toMatchObject({
      management_vip: '10.0.21.9',
    });
    const wrong = await client.call('PUT', '/api/v2/settings/vip', { management_vip: 'somewhere' });
    expect(wrong).toMatchObject({ status: 400, body: { error: { msg: 'not valid: management_vip' } } });
  });

  it('keeps the management accounts of hosts it knows', async () => {
    const site = await startSite();
    const client = await logIn(site);
    const { uuid } = site.describe().hosts[0]!;
    const account = { node_name: 'scvm-01', host: '10.0.20.11', user: 'ADMIN', password: 'Bmc-Secret-1' };
    const stranger = { ...account, node_uuid: 'stranger', node_name: 'other' };
    const answer = await client.call('POST', '/api/v2/ipmi/upsert_accounts', {
      accounts: [{ ...account, node_uuid: uuid }, stranger],
    });
    expect(answer.data).toMatchObject({
      success: [{ node_uuid: uuid, port: 623, is_valid: true }],
      failure: [{ node_name: 'other', is_valid: false }],
    });
    expect((await client.call('GET', '/api/v2/ipmi/accounts')).data).toMatchObject([
      { host: '10.0.20.11', user: 'ADMIN' },
    ]);
  });
});

describe('networks', () => {
  const switchOf = (uuids: readonly string[], name = 'vds-business', nics = ['ens1f0']) => ({
    name,
    bond_mode: 'active-backup',
    hosts_associated: uuids.map((uuid) => ({
      host_uuid: uuid,
      nics_associated: nics,
      data_ip: '10.0.23.11',
    })),
  });

  it('makes a switch with a job whose resource is known while it is pending', async () => {
    const site = await startSite();
    const client = await logIn(site);
    const uuids = site.describe().hosts.map(({ uuid }) => uuid);
    const made = await client.call('POST', '/api/v2/network/vds', switchOf(uuids));
    const { job_id: jobId } = made.data as { job_id: string };
    const { job } = (await client.call('GET', `/api/v2/jobs/${jobId}`)).data as {
      job: { state: string; resources: Record<string, { type: string; name: string }> };
    };
    const [uuid] = Object.keys(job.resources);
    expect(job.state).toBe('pending');
    expect(job.resources[uuid!]).toMatchObject({ type: 'NETWORK_VDS', name: 'vds-business' });
    const read = await client.call('GET', `/api/v2/network/vds/${uuid!}`);
    expect(read.data).toMatchObject({ name: 'vds-business', vlans_count: 0, bond_mode: 'active-backup' });
    expect(await client.call('POST', '/api/v2/network/vds', switchOf(uuids))).toMatchObject({
      ec: 'EVDS_DUPLICATE_NAME',
    });
    expect(await client.call('POST', '/api/v2/network/vds', switchOf(uuids, 'b'))).toMatchObject({
      ec: 'ENIC_IN_USE',
    });
    const absent = await client.call('POST', '/api/v2/network/vds', switchOf(uuids, 'b', ['eth9']));
    expect(absent).toMatchObject({ status: 400, ec: 'ENIC_NOT_FOUND' });
    const stranger = await client.call('POST', '/api/v2/network/vds', switchOf(['stranger'], 'b'));
    expect(stranger).toMatchObject({ status: 400, ec: 'EHOST_NOT_FOUND' });
  });

  it('updates and deletes a switch when the job is done', async () => {
    const clock = handClock();
    const site = await startSite({ clock });
    const client = await logIn(site);
    await client.call('POST', '/api/v2/network/vds', switchOf([site.describe().hosts[0]!.uuid]));
    const [{ uuid }] = (await client.call('GET', '/api/v2/network/vds')).data as [{ uuid: string }];
    await client.call('PUT', `/api/v2/network/vds/${uuid}`, { bond_mode: 'lacp' });
    expect(site.state().switches[0]).toMatchObject({ bondMode: 'active-backup' });
    clock.advance(3000);
    expect((await client.call('GET', `/api/v2/network/vds/${uuid}`)).data).toMatchObject({
      bond_mode: 'lacp',
    });
    const vlans = `/api/v2/network/vds/${uuid}/vlans`;
    const vlan = (await client.call('POST', vlans, { name: 'a', vlan_id: 1, vds_uuid: uuid })).data as {
      uuid: string;
    };
    expect(await client.call('DELETE', `/api/v2/network/vds/${uuid}`)).toMatchObject({
      status: 409,
      ec: 'EVDS_IN_USE',
    });
    expect(await client.call('DELETE', `${vlans}/${vlan.uuid}`)).toMatchObject({ status: 200 });
    expect(await client.call('DELETE', `${vlans}/${vlan.uuid}`)).toMatchObject({ status: 404 });
    await client.call('DELETE', `/api/v2/network/vds/${uuid}`);
    clock.advance(3000);
    expect((await client.call('GET', '/api/v2/network/vds')).data).toEqual([]);
    expect(await client.call('GET', `/api/v2/network/vds/${uuid}`)).toMatchObject({ status: 404 });
  });

  it('has each name and each VLAN id once per switch', async () => {
    const site = await startEmpty();
    const networks = [{ name: 'default', vlanId: 0 }];
    const switches = [{ name: 'vds-mgmt', bondMode: 'active-backup', nics: ['ens2f0'], networks }];
    await site.attach({ ...planOf(), switches });
    const client = await logIn(site);
    const [{ uuid }] = (await client.call('GET', '/api/v2/network/vds')).data as [{ uuid: string }];
    const path = `/api/v2/network/vds/${uuid}/vlans`;
    const made = await client.call('POST', path, { name: 'VLAN-1120', vlan_id: 1120, vds_uuid: uuid });
    expect(made.data).toMatchObject({ name: 'VLAN-1120', vlan_id: 1120, vds_uuid: uuid, type: 3 });
    const sameName = await client.call('POST', path, { name: 'VLAN-1120', vlan_id: 7 });
    const sameId = await client.call('POST', path, { name: 'other', vlan_id: 1120 });
    const asText = await client.call('POST', path, { name: 'other', vlan_id: '7' });
    expect([sameName.status, sameName.ec]).toEqual([409, 'EVLAN_DUPLICATE_NAME']);
    expect([sameId.status, sameId.ec]).toEqual([409, 'EVLAN_DUPLICATE_ID']);
    expect(asText.status).toBe(400);
    expect((await client.call('GET', path)).data).toHaveLength(2);
    expect((await client.call('GET', `/api/v2/network/vds/${uuid}`)).data).toMatchObject({ vlans_count: 2 });
    expect(
      await client.call('POST', '/api/v2/network/vds/none/vlans', { name: 'a', vlan_id: 1 }),
    ).toMatchObject({ status: 404 });
  });
});

describe('images and license', () => {
  it('takes the chunks of a volume in any order and says what is left', async () => {
    const site = await startSite();
    const client = { ...(await logIn(site)), site };
    const created = await client.call('POST', '/api/v2/svt_image/create_volume?name=tools.iso&size=2500');
    const volume = created.data as { image_uuid: string; zbs_volume_id: string };
    expect(volume).toMatchObject({
      chunk_size: 1000,
      to_upload: [0, 1, 2],
      image_path: expect.any(String) as unknown,
    });
    const ids = { image_uuid: volume.image_uuid, zbs_volume_id: volume.zbs_volume_id };
    expect((await sendChunk(client, ids, { number: 2, sizeBytes: 500 })).data).toEqual({
      to_upload: [0, 1],
      next_chunk: 0,
    });
    expect((await sendChunk(client, ids, { number: 0, sizeBytes: 1000 })).data).toEqual({
      to_upload: [1],
      next_chunk: 1,
    });
    expect(await sendChunk(client, ids, { number: 1, sizeBytes: 999 })).toMatchObject({
      status: 400,
      ec: 'ECHUNK_SIZE',
    });
    expect(await sendChunk(client, ids, { number: 3, sizeBytes: 1 })).toMatchObject({
      ec: 'ECHUNK_OUT_OF_RANGE',
    });
    expect(
      await sendChunk(client, { ...ids, zbs_volume_id: 'x' }, { number: 1, sizeBytes: 1 }),
    ).toMatchObject({ status: 404 });
    expect((await sendChunk(client, ids, { number: 1, sizeBytes: 1000 })).data).toEqual({
      to_upload: [],
      next_chunk: 3,
    });
    expect((await client.call('GET', '/api/v2/images')).data).toMatchObject([
      { name: 'tools.iso', size: 2500, to_upload: [] },
    ]);
    expect(await client.call('DELETE', `/api/v2/images/${ids.image_uuid}`)).toMatchObject({ status: 200 });
    expect(await client.call('DELETE', `/api/v2/images/${ids.image_uuid}`)).toMatchObject({ status: 404 });
    expect(site.state().images).toEqual([]);
  });

  it('refuses a chunk that is not a form and a volume without a size', async () => {
    const site = await startSite();
    const client = await logIn(site);
    const created = await client.call('POST', '/api/v2/svt_image/create_volume?name=a.iso&size=10');
    const { image_uuid: image, zbs_volume_id: volume } = created.data as {
      image_uuid: string;
      zbs_volume_id: string;
    };
    const path = `/api/v2/svt_image/upload_template?image_uuid=${image}&zbs_volume_id=${volume}&chunk_num=0`;
    expect(await client.call('POST', path, {})).toMatchObject({ status: 400, ec: 'EMULTIPART' });
    expect(await client.call('POST', '/api/v2/svt_image/create_volume?name=a.iso')).toMatchObject({
      status: 400,
    });
  });

  it('has one serial', async () => {
    const site = await startSite();
    const client = await logIn(site);
    const license = await client.call('GET', '/api/v2/tools/license');
    expect(license.data).toMatchObject({ serial: site.describe().cluster!.serial });
  });
});

describe('the journal', () => {
  it('has every mutating request with its answer, and no login, read or page', async () => {
    const site = await startSite();
    const client = await logIn(site);
    await client.call('GET', '/api/v2/settings/vip');
    await client.call('PUT', '/api/v2/settings/vip', { management_vip: '10.0.21.9' });
    await client.call('POST', '/api/v2/svt_image/create_volume?name=a.iso&size=10&password=Query-Secret-1');
    await call(site, { method: 'PUT', path: '/api/v2/settings/vip', body: {} });
    await client.call('DELETE', '/api/v2/nothing');
    const journal = await journalOf(site);
    expect(journal.map(({ seq, method, path, status }) => [seq, method, path, status])).toEqual([
      [1, 'PUT', '/api/v2/settings/vip', 200],
      [2, 'POST', '/api/v2/svt_image/create_volume', 200],
      [3, 'PUT', '/api/v2/settings/vip', 401],
      [4, 'DELETE', '/api/v2/nothing', 404],
    ]);
    expect(journal[0]).toMatchObject({
      at: '2026-11-21T08:00:00.000Z',
      resource: { kind: 'setting', id: 'vip', name: 'vip' },
    });
    expect(journal[1]).toMatchObject({
      query: 'name=a.iso&size=10&password=***',
      resource: { kind: 'image', name: 'a.iso' },
    });
    expect(journal[3]!.resource).toBeNull();
  });
});
