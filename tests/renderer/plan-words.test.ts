import { describe, expect, it } from 'vitest';
import { readGrid } from '../../src-main/workbook/read-workbook.ts';
import { describePath, valuesOf } from '../../src-renderer/pages/configure/job/plan-words.ts';
import { sampleGrid } from '../support/sample-grid.ts';

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
    expect(paths.filter((path) => describePath(path, valuesOf(plan)) === null)).toEqual([]);
  });

  it('is said by what it belongs to, as the plan calls that', () => {
    const network = plan.network.switches[3]?.networks[1]?.name;
    expect(describePath('network.switches[3].networks[1].vlanId', valuesOf(plan))).toMatchObject({
      word: 'sheet:field.vlanId',
      owner: { kind: 'network', name: network },
    });
    expect(describePath('network.switches[3].bondMode', valuesOf(plan))).toMatchObject({
      owner: { kind: 'switch', name: plan.network.switches[3]?.name },
    });
    expect(describePath('hosts[0].accounts[1].password', valuesOf(plan))).toMatchObject({
      word: 'sheet:field.password',
      account: 'root',
      owner: { kind: 'host', name: plan.hosts[0]?.name },
    });
    expect(describePath('cluster.administrator.password', valuesOf(plan))).toMatchObject({
      owner: { kind: 'administrator' },
    });
    expect(describePath('cluster.vip', valuesOf(plan))).toMatchObject({
      word: 'sheet:field.vip',
      owner: null,
      account: null,
      number: null,
    });
  });

  it('counts the items of a list from one', () => {
    expect(describePath('network.dns[1]', valuesOf(plan))).toMatchObject({
      word: 'sheet:field.dns',
      owner: null,
      number: 2,
    });
    expect(describePath('network.dns', valuesOf(plan))).toMatchObject({ number: null });
  });

  it('goes by the place in the list where nobody knows the name', () => {
    const unknown = (): null => null;
    expect(describePath('hosts[2].bmc.user', unknown)?.owner).toEqual({ kind: 'host', name: '#3' });
    expect(describePath('hosts[2].accounts[0].user', unknown)?.account).toBe('#1');
  });

  it.each(['nothing[3].of.this', 'hosts', 'hosts[0]', 'toString', ''])(
    'that no plan has stays as it is: "%s"',
    (path) => {
      expect(describePath(path, valuesOf(plan))).toBeNull();
    },
  );
});
