import { describe, expect, it } from 'vitest';
import { readGrid } from '../../../src-main/workbook/read-workbook.ts';
import { planWords, valuesOf } from '../../../src-main/contract/plan-words.ts';
import { sampleGrid } from '../../support/sample-grid.ts';

const { plan } = readGrid('plan.xlsx', sampleGrid());

/** Every value of the plan by its path, as the comparison of two versions names them. */
function pathsOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || 'secret' in value) {
    return [path];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => pathsOf(item, `${path}[${index}]`));
  }
  return Object.entries(value).flatMap(([key, item]) => pathsOf(item, path === '' ? key : `${path}.${key}`));
}

describe('a path of the plan', () => {
  it('has a word for every value that a plan can hold', () => {
    const paths = pathsOf({ ...plan, origins: null }).filter((path) => path !== 'origins');
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.filter((path) => planWords(path, valuesOf(plan)) === null)).toEqual([]);
  });

  const said = (path: string, valueAt = valuesOf(plan)): readonly (string | null)[] => {
    const found = planWords(path, valueAt);
    return found === null ? [] : [found.of?.en ?? null, found.word.en];
  };

  it('is said by what it belongs to, as the plan calls that', () => {
    const business = plan.network.switches[3];
    expect(said('network.switches[3].networks[1].vlanId')).toEqual([
      `Network ${business?.networks[1]?.name ?? ''}`,
      'VLAN ID',
    ]);
    expect(said('network.switches[3].bondMode')).toEqual([
      `Virtual switch ${business?.name ?? ''}`,
      'Bond mode',
    ]);
    expect(said('hosts[0].accounts[1].password')).toEqual([
      `Host ${plan.hosts[0]?.name ?? ''} · root`,
      'Password',
    ]);
    expect(said('cluster.administrator.password')).toEqual(['Cluster administrator', 'Password']);
    expect(said('cluster.vip')).toEqual([null, 'Management VIP']);
  });

  it('counts the items of a list from one', () => {
    expect(said('network.dns[1]')).toEqual([null, 'DNS server 2']);
    expect(said('network.dns')).toEqual([null, 'DNS server']);
  });

  it('goes by the place in the list where nobody knows the name', () => {
    expect(said('hosts[2].accounts[0].user', () => null)).toEqual(['Host #3 · #1', 'User']);
  });

  it.each(['nothing[3].of.this', 'hosts', 'hosts[0]', 'toString', ''])(
    'that no plan has stays as it is: "%s"',
    (path) => {
      expect(planWords(path, valuesOf(plan))).toBeNull();
    },
  );
});
