import { describe, expect, it } from 'vitest';
import type { SeenRequest } from '../../support/smartx-stand-in.ts';
import { against, options, root } from './against-stand-in.ts';
import type { Answer } from './against-stand-in.ts';

describe('refusals', () => {
  it.each<readonly [Answer, string]>([
    [{ status: 401 }, 'SESSION_EXPIRED'],
    [{ status: 400, json: { ec: 'EINVALID' } }, 'API_INVALID'],
    [{ status: 422 }, 'API_INVALID'],
    [{ status: 403 }, 'LOGIN_REFUSED'],
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
      { status: 409, json: { ec: 'EVLAN', error: { msg: 'VLAN 1126 is taken' } } },
      async (cluster) => {
        await expect(
          cluster.createVlan({ vdsUuid: 'v', name: 'VLAN-1126', vlanId: 1126 }, options),
        ).rejects.toMatchObject({
          message:
            'Creating the VLAN VLAN-1126 (1126) failed. The cluster said: VLAN 1126 is taken. It conflicts with an existing object: edit the planned value and retry, or use the existing one.',
          text: {
            zh: '创建虚拟网络 VLAN-1126（VLAN ID 1126）失败。原始返回：VLAN 1126 is taken。与现有对象冲突：请修改规划值后重试，或采用现有对象。',
          },
          data: {
            method: 'POST',
            path: '/api/v2/network/vds/v/vlans',
            status: 409,
            ec: 'EVLAN',
            systemMessage: 'VLAN 1126 is taken',
          },
        });
      },
    );
  });

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
