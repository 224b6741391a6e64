import { describe, expect, it } from 'vitest';
import { isAppError } from '../../../src-main/contract/errors.ts';
import type { Text } from '../../../src-main/contract/text.ts';
import type { SmartxCluster } from '../../../src-main/engines/configure/ports.ts';
import type { SeenRequest } from '../../support/smartx-stand-in.ts';
import { against, options, root, type Answer } from './against-stand-in.ts';

describe('refusals', () => {
  it.each<readonly [Answer, string]>([
    [{ status: 401 }, 'SESSION_EXPIRED'],
    [{ status: 400, json: { ec: 'EINVALID' } }, 'API_INVALID'],
    [{ status: 422 }, 'API_INVALID'],
    [{ status: 403 }, 'API_FORBIDDEN'],
    [{ status: 403, json: { ec: 'ESESSION', error: { msg: 'session expired' } } }, 'SESSION_EXPIRED'],
    [{ status: 403, json: { ec: 'TOKEN_EXPIRED' } }, 'SESSION_EXPIRED'],
    [{ status: 403, json: { message: '登录已失效，请重新登录' } }, 'SESSION_EXPIRED'],
    [{ status: 403, json: { message: 'you may not do this' } }, 'API_FORBIDDEN'],
    [{ status: 413, text: '<html><title>413 Request Entity Too Large</title></html>' }, 'API_TOO_LARGE'],
    [{ text: '<html><body>Please log in</body></html>' }, 'HTTP_BAD_ANSWER'],
    [{ text: '"OK"' }, 'HTTP_BAD_ANSWER'],
    [{ text: '1' }, 'HTTP_BAD_ANSWER'],
    [{ status: 404 }, 'API_NOT_FOUND'],
    [{ status: 409 }, 'API_CONFLICT'],
    [{ status: 418 }, 'API_REFUSED'],
    [{ status: 302 }, 'HTTP_STATUS'],
    [{ status: 429 }, 'HTTP_STATUS'],
    [{ status: 500 }, 'HTTP_STATUS'],
    [{ status: 500, json: { ec: 'VLAN_ALREADY_EXISTS' } }, 'API_CONFLICT'],
    [{ json: { ec: 'VLAN_DUPLICATE' } }, 'API_CONFLICT'],
    [{ json: { ec: 'VDS_NOT_EXIST' } }, 'API_NOT_FOUND'],
    [{ json: { ec: 'TOKEN_EXPIRED' } }, 'SESSION_EXPIRED'],
    [{ json: { ec: 'EPERHAPS' } }, 'API_REFUSED'],
  ])('translates %j to %s', async (answer, code) => {
    await against(answer, async (cluster) => {
      await expect(cluster.setDns(['10.0.0.53'], options)).rejects.toMatchObject({ code });
    });
  });

  it('names the call, the object, the status, the ec and what to do next', async () => {
    await against(
      { status: 409, json: { ec: 'EVLAN', error: { msg: 'VLAN 1126 is taken.' } } },
      async (cluster) => {
        await expect(
          cluster.createVlan({ vdsUuid: 'v', name: 'VLAN-1126', vlanId: 1126 }, options),
        ).rejects.toMatchObject({
          message:
            'Creating virtual network VLAN-1126 (VLAN ID 1126) failed: it conflicts with an existing object. The cluster said: VLAN 1126 is taken. Check on the cluster which object it conflicts with.',
          text: {
            zh: '创建虚拟网络 VLAN-1126（VLAN ID 1126）失败：与现有对象冲突。原始返回：VLAN 1126 is taken。请到集群核对与哪个对象冲突。',
          },
          data: {
            method: 'POST',
            path: '/api/v2/network/vds/v/vlans',
            status: 409,
            ec: 'EVLAN',
            systemMessage: 'VLAN 1126 is taken.',
          },
        });
      },
    );
  });

  it('names the error code where it says to look it up, and only there', async () => {
    const bmc = {
      nodeUuid: 'u',
      nodeName: 'node-1',
      host: '10.0.0.9',
      user: 'admin',
      password: 'Bmc-Secret-1',
    };
    const refused = { ec: 'IPMI_FAILED', error: { msg: 'bmc unreachable' } };
    await against({ json: refused }, async (cluster) => {
      await expect(cluster.upsertIpmi(bmc, options)).rejects.toMatchObject({
        code: 'API_REFUSED',
        text: {
          zh: '设置 node-1（10.0.0.9）的带外账号失败。原始返回：bmc unreachable。请在系统文档中查阅错误码 IPMI_FAILED，修正规划后重试。',
          en: 'Setting the BMC account of node-1 (10.0.0.9) failed. The cluster said: bmc unreachable. Look up error code IPMI_FAILED in the system documentation, correct the plan, then retry.',
        },
      });
    });
    await against({ status: 418, json: { message: 'no' } }, async (cluster) => {
      await expect(cluster.upsertIpmi(bmc, options)).rejects.toMatchObject({
        message: expect.not.stringContaining('error code') as unknown,
      });
    });
  });

  /** One of each call that a message is made for. */
  const vds = { uuid: 'v-4711', name: 'vDS-1' };
  const calls: readonly ((cluster: SmartxCluster) => Promise<unknown>)[] = [
    (cluster) => cluster.verifyDeployed(options),
    (cluster) => cluster.scanHosts(options),
    (cluster) => cluster.setupRoot(root, options),
    (cluster) => cluster.login(root, options),
    (cluster) => cluster.readVip(options),
    (cluster) => cluster.setVip('10.0.0.5', options),
    (cluster) => cluster.readDns(options),
    (cluster) => cluster.setDns(['10.0.0.53', '10.0.0.54'], options),
    (cluster) => cluster.readNtp(options),
    (cluster) => cluster.setNtp(['10.0.0.23'], options),
    (cluster) => cluster.readIpmi(options),
    (cluster) => cluster.job('42', options),
    (cluster) => cluster.listVds(options),
    (cluster) => cluster.createVds({ name: 'vDS-1', bondMode: 'active-backup', hosts: [] }, options),
    (cluster) => cluster.deleteVds(vds, options),
    (cluster) => cluster.listVlans(vds, options),
    (cluster) => cluster.countVlans(vds, options),
    (cluster) => cluster.createVlan({ vdsUuid: 'v', name: 'VLAN-1126', vlanId: 1126 }, options),
    (cluster) => cluster.deleteVlan({ vdsUuid: 'v', uuid: 'n', name: 'VLAN-1' }, options),
    (cluster) => cluster.createSvtVolume({ name: 'a.iso', sizeBytes: 1 }, options),
    (cluster) => cluster.listSvtImages(options),
    (cluster) => cluster.deleteImage({ uuid: 'i', name: 'tools.iso' }, options),
    (cluster) => cluster.readSerial(options),
  ];

  it('names what it was about, and gives no UUID where there is a name', async () => {
    await against({ status: 500 }, async (cluster) => {
      for (const call of [
        () => cluster.deleteVds(vds, options),
        () => cluster.deleteVlan({ vdsUuid: vds.uuid, uuid: 'n-4711', name: 'VLAN-1' }, options),
        () => cluster.deleteImage({ uuid: 'i-4711', name: 'tools.iso' }, options),
      ]) {
        const thrown: unknown = await call().then(
          () => null,
          (error: unknown) => error,
        );
        const text = isAppError(thrown) ? thrown.text.en : '';
        expect(text).toMatch(/vDS-1|VLAN-1|tools\.iso/);
        // The call itself is evidence, and is quoted behind it.
        expect(text.split('The cluster said')[0]).not.toMatch(/4711/);
      }
    });
  });

  it('says no word twice in a row', async () => {
    const answers: readonly Answer[] = [
      { status: 500, json: { ec: 'EINTERNAL', error: { msg: 'no' } } },
      { status: 400 },
      { text: '<html>page</html>' },
      { json: { ec: 'EOK', data: 7 } },
    ];
    const said: Text[] = [];
    for (const answer of answers) {
      await against(answer, async (cluster) => {
        for (const call of calls) {
          await call(cluster).catch((thrown: unknown) => {
            if (isAppError(thrown)) {
              said.push(thrown.text);
            }
          });
        }
      });
    }
    expect(said.length).toBeGreaterThan(60);
    for (const { zh, en } of said) {
      expect(en).not.toMatch(/\b([A-Za-z]+) \1\b/i);
      expect(zh).not.toMatch(/([\u4e00-\u9fff]{2,})\s?\1/);
    }
  });

  it('gives the words of a page, and only the hint that the status names', async () => {
    const page = '<html><head><title>413 Request Entity Too Large</title></head><body>nginx</body></html>';
    await against({ status: 413, text: page }, async (cluster) => {
      const refused = await cluster.setDns(['10.0.0.53'], options).catch((error: unknown) => String(error));
      expect(refused).toContain('413 Request Entity Too Large');
      expect(refused).toContain('limits the request size');
    });
    await against({ status: 429, json: { message: 'slow down' } }, async (cluster) => {
      const refused = await cluster.login(root, options).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        code: 'HTTP_STATUS',
        data: { status: 429, systemMessage: 'slow down' },
      });
      expect(String(refused)).not.toMatch(/Check the account/);
    });
  });

  const encodings: Readonly<Record<string, (text: string) => string>> = {
    'as it is': (text) => text,
    base64: (text) => Buffer.from(text).toString('base64'),
    'base64 of user and password': (text) => Buffer.from(`root:${text}`).toString('base64'),
    hex: (text) => Buffer.from(text).toString('hex'),
    'hex in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
    'JSON \\u': (text) =>
      Array.from(text, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join(''),
    'decimal entities': (text) => Array.from(text, (one) => `&#${one.codePointAt(0) ?? 0};`).join(''),
    'hexadecimal entities': (text) =>
      Array.from(text, (one) => `&#x${(one.codePointAt(0) ?? 0).toString(16)};`).join(''),
    URL: (text) => encodeURIComponent(text),
    'every byte of a URL': (text) =>
      [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    'the second half': (text) => text.slice(text.length / 2),
  };

  it.each(Object.entries(encodings))(
    'quotes no part of a password, wherever it is cut: %s',
    async (_what, encode) => {
      const secret = 'Fx:9&k<2\'zQ"7w+Rt/5 mY';
      const coded = encode(secret);
      for (let position = 300 - coded.length - 4; position <= 302; position += 1) {
        const words = `${'x'.repeat(Math.max(0, position))} ${coded} end`;
        await against({ status: 400, json: { ec: 'EINVALID', error: { msg: words } } }, async (cluster) => {
          const refused: unknown = await cluster
            .login({ username: 'root', password: secret }, options)
            .catch((error: unknown) => error);
          const told = `${String(refused)} ${JSON.stringify(refused)}`;
          for (let start = 0; start + 8 <= coded.length; start += 1) {
            expect(told.includes(coded.slice(start, start + 8))).toBe(false);
          }
        });
      }
    },
  );

  it('never quotes a password or a token back', async () => {
    const echo = ({ headers, body }: SeenRequest): Answer => ({
      status: 400,
      json: {
        ec: 'EINVALID',
        error: { msg: `not valid: ${body.toString()} ${String(headers['x-smartx-token'])}` },
      },
    });
    await against(echo, async (cluster) => {
      cluster.useToken('the-token');
      const refused = await Promise.allSettled([
        cluster.setupRoot(root, options),
        cluster.login(root, options),
        cluster.upsertIpmi(
          { nodeUuid: 'n', nodeName: 'n', host: 'h', user: 'u', password: root.password },
          options,
        ),
        cluster.setDns(['10.0.0.53'], options),
      ]);
      const told = JSON.stringify(
        refused.map((one) =>
          one.status === 'rejected' ? [String(one.reason), one.reason as unknown] : null,
        ),
      );
      expect(told).toContain('***');
      expect(told).not.toContain(root.password);
      expect(told).not.toContain('the-token');
    });
  });
});
