import { beforeAll, describe, expect, it } from 'vitest';
import type { SitePlan } from '../../../src-main/contract/site-plan.ts';
import {
  pathInNewSheet,
  withNewSheet,
  type ConfigureInput,
} from '../../../src-main/engines/configure/index.ts';
import { samplePlan } from '../../support/sample-plan.ts';

let plan: SitePlan;
beforeAll(async () => {
  plan = await samplePlan();
});

/** The same sheet with the first host's row taken out, and the networks of the fourth switch the other way round. */
const changedPlan = (): SitePlan => {
  const [, ...hosts] = plan.hosts;
  const switches = plan.network.switches.map((one, index) =>
    index === 3 ? { ...one, networks: one.networks.toReversed() } : one,
  );
  return { ...plan, hosts, network: { ...plan.network, switches } };
};

const inputOf = (of: SitePlan, more: Partial<ConfigureInput> = {}): ConfigureInput => ({
  orderId: 'first',
  given: [],
  workbook: { path: 'plan.xlsx', sha256: 'a' },
  plan: of,
  edits: [],
  site: { kind: 'practice', url: null },
  iso: null,
  only: [],
  skip: [],
  blocked: [],
  notPlanned: [],
  overwriteSerial: false,
  acceptFingerprints: [],
  language: 'zh-CN',
  serialCell: null,
  engineer: null,
  ...more,
});

describe('a path of the plan in another reading of the sheet', () => {
  it.each([
    ['cluster.vip', 'cluster.vip'],
    ['network.dns[1]', 'network.dns[1]'],
    ['hosts[1].bmc.password', 'hosts[0].bmc.password'],
    ['hosts[1].accounts[1].password', 'hosts[0].accounts[1].password'],
    ['hosts[0].bmc.password', null],
    ['network.switches[3].networks[0].vlanId', 'network.switches[3].networks[10].vlanId'],
    ['network.switches[9].name', 'network.switches[9].name'],
    ['token', 'token'],
  ])('%s is that of the same object: %s', (path, expected) => {
    expect(pathInNewSheet(plan, changedPlan(), path)).toBe(expected);
  });
});

describe('an order with a new sheet', () => {
  it('takes its edits and given secrets along with their objects, under an id of its own', () => {
    const before = inputOf(plan, {
      edits: [
        { key: 'hosts[1].managementIp', value: '192.0.2.99' },
        { key: 'hosts[0].managementIp', value: '192.0.2.98' },
      ],
      given: [{ key: 'hosts[1].bmc.password', environment: 'BMC' }],
    });
    const sheet = { ...inputOf(changedPlan()), workbook: { path: 'plan.xlsx', sha256: 'b' } };
    const { input } = withNewSheet(before, sheet, 'second');
    expect(input).toMatchObject({
      orderId: 'second',
      workbook: { sha256: 'b' },
      edits: [{ key: 'hosts[0].managementIp', value: '192.0.2.99' }],
      given: [{ key: 'hosts[0].bmc.password', environment: 'BMC' }],
    });
  });

  it('names the steps about which it says something else, by object and not by row', () => {
    const [first, second] = plan.hosts;
    const renumbered = changedPlan();
    const moved = {
      ...renumbered,
      hosts: [{ ...second!, managementIp: '192.0.2.42' }, first!, ...plan.hosts.slice(2)],
    };
    const { changed } = withNewSheet(inputOf(plan), inputOf(moved), 'second');
    const withoutSecret = changed.filter((key) => !/^(?:ipmi|password):/.test(key));
    expect(withoutSecret).toEqual([]);
    // Nobody can tell from a plan whether a password changed: those steps look again.
    expect(changed).toContain('password:demo-node-04:root');
  });

  it('names a setting that changed', () => {
    const sheet = inputOf({ ...plan, network: { ...plan.network, dns: ['192.0.2.77'] } });
    const { changed } = withNewSheet(inputOf(plan), sheet, 'second');
    expect(changed.filter((key) => !key.includes(':'))).toEqual(['dns']);
  });
});
