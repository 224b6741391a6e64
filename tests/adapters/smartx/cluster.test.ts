import { describe, expect, it } from 'vitest';
import { against, ok, options, root, type Answer } from './against-stand-in.ts';

describe('getting in', () => {
  it('sets root up with the password twice, and without a token', async () => {
    await against(ok({ id: '1', role: 'ROOT' }), async (cluster, seen) => {
      cluster.useToken('old');
      expect(await cluster.setupRoot(root, options)).toBe('created');
      expect(seen[0]).toMatchObject({
        method: 'POST',
        path: '/api/v3/users:setupRoot',
        json: { username: 'root', password: root.password, repeat: root.password, encrypted: false },
      });
      expect(seen[0]?.headers).not.toHaveProperty('x-smartx-token');
    });
  });

  it.each<Answer>([
    { status: 409, json: {} },
    { status: 400, json: { ec: 'USER_ALREADY_EXISTS' } },
    { status: 403, json: { message: 'root is already initialized' } },
    { status: 200, json: { ec: 'EINIT', error: { msg: '集群已初始化' } } },
  ])('understands that root is there already: %j', async (answer) => {
    await against(answer, async (cluster) => {
      expect(await cluster.setupRoot(root, options)).toBe('already');
    });
  });

  it.each<Answer>([
    { status: 400, json: { ec: 'EINVALID', error: { msg: 'password too weak' } } },
    { status: 400, json: { ec: 'NOT_INITIALIZED', error: { msg: 'the store is not initialized' } } },
    { status: 503, json: { ec: 'EALREADY' } },
  ])('does not take any other refusal for it: %j', async (answer) => {
    await against(answer, async (cluster) => {
      await expect(cluster.setupRoot(root, options)).rejects.toMatchObject({
        data: { status: answer.status },
      });
    });
  });

  it('reads a session with or without the envelope, its end in seconds, milliseconds or as a date', async () => {
    const at = Date.UTC(2027, 0, 1);
    for (const expireTime of [at / 1000, at, String(at / 1000), '2027-01-01T00:00:00Z']) {
      const session = { user_id: 'u', token: 't', expire_time: expireTime };
      await against({ json: session }, async (cluster) => {
        expect(await cluster.login(root, options)).toEqual({ token: 't', expiresAt: at });
      });
      await against(ok(session), async (cluster) => {
        expect(await cluster.login(root, options)).toEqual({ token: 't', expiresAt: at });
      });
    }
    await against({ json: { token: 't' } }, async (cluster) => {
      expect((await cluster.login(root, options)).expiresAt).toBeNull();
    });
  });

  it.each<Answer>([
    { status: 401 },
    { status: 400, json: { ec: 'ELOGIN' } },
    { json: { ec: 'WRONG_PASSWORD' } },
  ])('calls a refused login refused, whatever its form: %j', async (answer) => {
    await against(answer, async (cluster) => {
      await expect(cluster.login(root, options)).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    });
  });

  it('calls an unavailable system unavailable, also when logging in', async () => {
    await against({ status: 502, text: '<html>' }, async (cluster) => {
      await expect(cluster.login(root, options)).rejects.toMatchObject({ code: 'HTTP_STATUS' });
    });
  });

  it('sends the token with every other call until it is taken away', async () => {
    await against(ok({ is_deployed: true, platform: 'smtx' }), async (cluster, seen) => {
      cluster.useToken('the-token');
      expect(await cluster.verifyDeployed(options)).toEqual({ isDeployed: true, platform: 'smtx' });
      cluster.useToken(null);
      await cluster.verifyDeployed(options);
      expect(seen.map((request) => request.headers['x-smartx-token'])).toEqual(['the-token', undefined]);
    });
  });

  it('answers no fingerprint over http', async () => {
    await against({}, async (cluster) => {
      expect(await cluster.checkConnection(options)).toEqual({ fingerprint: null });
    });
  });
});

describe('scanning hosts', () => {
  const host = {
    host_uuid: 'h1',
    hostname: 'node-1',
    serial: 'S1',
    version: '6.2.0',
    status: 'ok',
    ifaces: [
      { name: 'port-mgt', ip: '10.0.0.1/24' },
      { name: 'ens1f0', ip: null, ip_addresses: ['fe80::1%ens1f0'] },
    ],
  };
  const expected = {
    uuid: 'h1',
    hostname: 'node-1',
    serial: 'S1',
    version: '6.2.0',
    addresses: ['10.0.0.1', 'fe80::1%ens1f0'],
    nics: ['port-mgt', 'ens1f0'],
  };

  it('reads a list, a wrapped list and a map from address to host', async () => {
    for (const data of [[host], { hosts: [host] }, { entities: [host] }]) {
      await against(ok(data), async (cluster) => {
        expect(await cluster.scanHosts(options)).toEqual([expected]);
      });
    }
    await against(ok({ '10.9.9.9': host }), async (cluster) => {
      const [scanned] = await cluster.scanHosts(options);
      expect(scanned).toMatchObject({ uuid: 'h1' });
      expect(scanned?.addresses.toSorted()).toEqual(['10.0.0.1', '10.9.9.9', 'fe80::1%ens1f0']);
    });
  });

  it('gets by with a uuid alone, and with no hosts', async () => {
    await against(ok([{ uuid: 'h2' }]), async (cluster) => {
      const [scanned] = await cluster.scanHosts(options);
      expect(scanned).toEqual({
        uuid: 'h2',
        hostname: null,
        serial: null,
        version: null,
        addresses: [],
        nics: [],
      });
    });
    for (const data of [[], {}, null]) {
      await against(ok(data), async (cluster) => {
        expect(await cluster.scanHosts(options)).toEqual([]);
      });
    }
  });

  it('does not take a web page for an empty scan', async () => {
    await against({ text: '<html>login</html>' }, async (cluster) => {
      await expect(cluster.scanHosts(options)).rejects.toMatchObject({ code: 'HTTP_BAD_ANSWER' });
    });
  });
});

describe('settings', () => {
  it('sends VIP, DNS and NTP as the system wants them and answers the job', async () => {
    await against(ok({ job_id: 'j1' }), async (cluster, seen) => {
      expect(await cluster.setVip('10.0.0.9', options)).toMatchObject({ jobId: 'j1', isSilent: false });
      expect(await cluster.setDns(['10.0.0.53'], options)).toMatchObject({ jobId: 'j1', isSilent: false });
      expect(await cluster.setNtp(['ntp.local'], options)).toMatchObject({ jobId: 'j1', isSilent: false });
      expect(seen.map(({ method, path, json }) => [method, path, json])).toEqual([
        ['PUT', '/api/v2/settings/vip', { iscsi_vip: null, management_vip: '10.0.0.9' }],
        ['PUT', '/api/v2/settings/dns', { dns_servers: ['10.0.0.53'] }],
        ['PUT', '/api/v2/settings/ntp', { ntp_mode: 'external', ntp_servers: ['ntp.local'] }],
      ]);
    });
    await against({ status: 204 }, async (cluster) => {
      expect(await cluster.setVip('10.0.0.9', options)).toEqual({ jobId: null, isSilent: true });
    });
  });

  it('reads them back', async () => {
    const answers: Readonly<Record<string, unknown>> = {
      '/api/v2/settings/vip': { management_vip: '10.0.0.9' },
      '/api/v2/settings/dns': { dns_servers: ['10.0.0.53'] },
      '/api/v2/settings/ntp': { ntp_mode: 'external', ntp_servers: ['a', 'b'] },
      '/api/v2/ipmi/accounts': [
        { node_uuid: 'n', host: '10.0.0.20', user: 'ADMIN', is_valid: true, interface: 'lanplus' },
      ],
    };
    await against(
      ({ path }) => ok(answers[path]),
      async (cluster) => {
        expect(await cluster.readVip(options)).toEqual({ kind: 'value', value: '10.0.0.9' });
        expect(await cluster.readDns(options)).toEqual({ kind: 'value', value: ['10.0.0.53'] });
        expect(await cluster.readNtp(options)).toEqual({
          kind: 'value',
          value: { mode: 'external', servers: ['a', 'b'] },
        });
        expect(await cluster.readIpmi(options)).toEqual({
          kind: 'value',
          value: [{ nodeUuid: 'n', host: '10.0.0.20', user: 'ADMIN', isValid: true }],
        });
      },
    );
  });

  it.each([404, 405, 501])(
    'says unreadable where the system has no such read (status %i)',
    async (status) => {
      await against({ status, json: { ec: 'ENOT_FOUND' } }, async (cluster) => {
        const readings = [
          await cluster.readVip(options),
          await cluster.readDns(options),
          await cluster.readNtp(options),
          await cluster.readIpmi(options),
          await cluster.listVlans({ uuid: 'v', name: 'vDS' }, options),
          await cluster.listSvtImages(options),
        ];
        expect(readings.map(({ kind }) => kind)).toEqual(Array(6).fill('unreadable'));
        expect(readings[0]).toMatchObject({
          why: {
            zh: `GET /api/v2/settings/vip 返回状态码 ${status}`,
            en: `GET /api/v2/settings/vip returned status ${status}`,
          },
        });
      });
    },
  );

  it('does not call a system that is down unreadable', async () => {
    await against({ status: 503 }, async (cluster) => {
      await expect(cluster.readVip(options)).rejects.toMatchObject({
        code: 'HTTP_STATUS',
        category: 'unavailable',
      });
    });
  });

  const account = {
    nodeUuid: 'n1',
    nodeName: 'node-1',
    host: '10.0.0.20',
    user: 'ADMIN',
    password: 'Bmc-secret-7',
  };

  it('looks into the answer to an IPMI account instead of at its status', async () => {
    await against(ok({ success: [{ node_uuid: 'n1' }], failure: [] }), async (cluster, seen) => {
      expect(await cluster.upsertIpmi(account, options)).toEqual({ accepted: true });
      expect(seen[0]?.json).toEqual({
        accounts: [
          {
            node_uuid: 'n1',
            node_name: 'node-1',
            host: '10.0.0.20',
            user: 'ADMIN',
            password: 'Bmc-secret-7',
          },
        ],
      });
    });
    await against(ok({ success: [], failure: [{ node_uuid: 'n1', is_valid: false }] }), async (cluster) => {
      expect(await cluster.upsertIpmi(account, options)).toEqual({
        accepted: false,
        why: {
          zh: 'BMC 不接受该用户名和密码',
          en: 'the BMC does not accept this user name and password',
        },
      });
    });
    await against(ok({ failure: [{ reason: 'bad password Bmc-secret-7' }] }), async (cluster) => {
      expect(await cluster.upsertIpmi(account, options)).toEqual({
        accepted: false,
        why: { zh: 'bad password ***', en: 'bad password ***' },
      });
    });
  });

  it('reads the serial in both dialects, and null where there is none', async () => {
    for (const [data, serial] of [
      [{ serial: 'A-1', license_info: { serial_number: 'B-2' } }, 'A-1'],
      [{ license_info: { serial_number: 'B-2' } }, 'B-2'],
      [{ period: 90 }, null],
    ] as const) {
      await against(ok(data), async (cluster) => {
        expect(await cluster.readSerial(options)).toBe(serial);
      });
    }
  });

  it.each([
    ['=cmd|x', '=cmd|x'],
    ['\u001b[31mRED', '\\x1b[31mRED'],
    ['@SUM(A1)', '@SUM(A1)'],
    ['-1+2', '-1+2'],
    ['A-1\u202e', 'A-1\\u202e'],
    ['Please log in first', 'Please log in first'],
    ['ＡＢ１', 'ＡＢ１'],
    ['A'.repeat(65), 'A'.repeat(65)],
  ])('reads %j as no serial, and names what came', async (serial, named) => {
    await against(ok({ serial }), async (cluster) => {
      await expect(cluster.readSerial(options)).rejects.toMatchObject({
        code: 'SERIAL_MISSING',
        text: {
          zh: expect.stringContaining(`「${named}」`) as unknown,
          en: expect.stringContaining(`"${named}"`) as unknown,
        },
      });
    });
  });
});

describe('jobs', () => {
  it.each([
    ['pending', 'pending'],
    ['processing', 'pending'],
    ['RUNNING', 'pending'],
    ['something-new', 'pending'],
    ['done', 'done'],
    ['SUCCESS', 'done'],
    ['succeeded', 'done'],
    ['finished', 'done'],
    ['completed', 'done'],
    ['failed', 'failed'],
    ['error', 'failed'],
    ['aborted', 'failed'],
    ['canceled', 'failed'],
  ])('takes %s for %s', async (rawState, state) => {
    await against(ok({ job: { job_id: 'j', state: rawState } }), async (cluster) => {
      expect(await cluster.job('j', options)).toMatchObject({ jobId: 'j', state, rawState });
    });
  });

  it('finds what the job made, wherever it is named, and why it failed', async () => {
    const resources = {
      b1: { type: 'NETWORK_BOND', uuid: 'b1' },
      v1: { type: 'NETWORK_VDS', uuid: 'v1', name: 'VDS' },
    };
    for (const data of [
      { job: { state: 'done', resources } },
      { job: { state: 'done' }, result: { vds: { uuid: 'v1' } } },
      { state: 'done', result: { vds: { uuid: 'v1' } } },
      { job: { state: 'pending', resources: { v1: { type: 'NETWORK_VDS' } } } },
    ]) {
      await against(ok(data), async (cluster) => {
        expect((await cluster.job('j', options)).resourceUuid).toBe('v1');
      });
    }
    await against(ok({ job: { state: 'failed', error: { msg: 'no such port' } } }), async (cluster) => {
      expect(await cluster.job('j', options)).toMatchObject({ message: 'no such port', resourceUuid: null });
    });
  });
});

describe('virtual switches and networks', () => {
  const wanted = {
    name: 'VDS-1',
    bondMode: 'balance-tcp',
    hosts: [{ hostUuid: 'h', nics: ['a', 'b'], dataIp: null }],
  };

  it('creates a switch, calling balance-tcp what the system calls it', async () => {
    await against(ok({ job_id: 'j' }), async (cluster, seen) => {
      expect(await cluster.createVds(wanted, options)).toEqual({ jobId: 'j', uuid: null });
      expect(seen[0]?.json).toEqual({
        name: 'VDS-1',
        bond_mode: 'lacp',
        hosts_associated: [{ host_uuid: 'h', nics_associated: ['a', 'b'], data_ip: null }],
      });
    });
    await against(ok({ uuid: 'v1' }), async (cluster) => {
      expect(await cluster.createVds({ ...wanted, bondMode: 'active-backup' }, options)).toEqual({
        jobId: null,
        uuid: 'v1',
      });
    });
  });

  it('lists switches however they are wrapped, with lacp read as balance-tcp', async () => {
    const vds = {
      uuid: 'v1',
      name: 'VDS-1',
      bond_mode: 'lacp',
      vlans_count: 2,
      hosts_associated: [{ host_uuid: 'h', nics_associated: ['a'] }],
    };
    for (const data of [[vds], { vdses: [vds] }, { entities: [vds] }]) {
      await against(ok(data), async (cluster) => {
        expect(await cluster.listVds(options)).toEqual([
          {
            uuid: 'v1',
            name: 'VDS-1',
            bondMode: 'balance-tcp',
            vlansCount: 2,
            hosts: [{ hostUuid: 'h', nics: ['a'] }],
          },
        ]);
      });
    }
    await against(ok([{ uuid: 'v1', name: 'VDS-1' }]), async (cluster) => {
      expect(await cluster.listVds(options)).toEqual([
        { uuid: 'v1', name: 'VDS-1', bondMode: null, vlansCount: null, hosts: [] },
      ]);
    });
  });

  it('lists, creates and deletes networks', async () => {
    const made = { uuid: 'n1', name: 'VLAN-1120', vlan_id: 1120, vds_uuid: 'v1', type: 3 };
    const vlan = { uuid: 'n1', name: 'VLAN-1120', vlanId: 1120, vdsUuid: 'v1' };
    await against(
      ({ method }) => ok(method === 'GET' ? { vlans: [{ ...made, vlan_id: '1120' }] } : made),
      async (cluster, seen) => {
        expect(await cluster.createVlan({ vdsUuid: 'v1', name: 'VLAN-1120', vlanId: 1120 }, options)).toEqual(
          vlan,
        );
        expect(await cluster.listVlans({ uuid: 'v1', name: 'vDS' }, options)).toEqual({
          kind: 'value',
          value: [vlan],
        });
        await cluster.deleteVlan({ vdsUuid: 'v1', uuid: 'n1', name: 'VLAN-1' }, options);
        await cluster.deleteVds({ uuid: 'v1', name: 'vDS' }, options);
        expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
          'POST /api/v2/network/vds/v1/vlans',
          'GET /api/v2/network/vds/v1/vlans',
          'DELETE /api/v2/network/vds/v1/vlans/n1',
          'DELETE /api/v2/network/vds/v1',
        ]);
        expect(seen[0]?.json).toEqual({ name: 'VLAN-1120', vlan_id: 1120, vds_uuid: 'v1' });
      },
    );
  });

  it('looks a new network up when the answer does not name it', async () => {
    const listed = [{ uuid: 'n1', name: 'VLAN-7', vlan_id: 7 }];
    await against(
      ({ method }) => ok(method === 'GET' ? listed : null),
      async (cluster) => {
        const vlan = await cluster.createVlan({ vdsUuid: 'v1', name: 'VLAN-7', vlanId: 7 }, options);
        expect(vlan).toEqual({ uuid: 'n1', name: 'VLAN-7', vlanId: 7, vdsUuid: 'v1' });
      },
    );
  });
});

describe('the image', () => {
  it('creates a volume, with the documented chunk size and every chunk where the answer says nothing', async () => {
    const volume = {
      chunk_size: 4,
      image_path: '/p',
      image_uuid: 'i',
      to_upload: [0, 1],
      zbs_volume_id: 'z',
    };
    await against(ok(volume), async (cluster, seen) => {
      expect(await cluster.createSvtVolume({ name: 'a.iso', sizeBytes: 8 }, options)).toEqual({
        imageUuid: 'i',
        volumeId: 'z',
        chunkSize: 4,
        toUpload: [0, 1],
        imagePath: '/p',
      });
      expect(seen[0]).toMatchObject({
        method: 'POST',
        path: '/api/v2/svt_image/create_volume',
        query: { name: 'a.iso', size: '8' },
      });
    });
    await against(ok({ image_uuid: 'i', zbs_volume_id: 'z' }), async (cluster) => {
      const created = await cluster.createSvtVolume({ name: 'a.iso', sizeBytes: 20_000_000 }, options);
      expect(created).toMatchObject({ chunkSize: 8_388_608, toUpload: [0, 1, 2], imagePath: null });
    });
  });

  it('finds the images under either path and deletes one', async () => {
    const image = { uuid: 'i', name: 'a.iso', size: 8, to_upload: [1] };
    await against(
      ({ path }) =>
        path === '/api/v2/images'
          ? ok({ entities: [image] })
          : path === '/api/v2/images/i'
            ? {}
            : { status: 404 },
      async (cluster) => {
        expect(await cluster.listSvtImages(options)).toEqual({
          kind: 'value',
          value: [{ imageUuid: 'i', name: 'a.iso', sizeBytes: 8, toUpload: [1], volumeId: null }],
        });
        await expect(cluster.deleteImage({ uuid: 'i', name: 'tools.iso' }, options)).resolves.toBeUndefined();
      },
    );
  });
});
