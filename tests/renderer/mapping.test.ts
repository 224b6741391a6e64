import { describe, expect, it } from 'vitest';
import {
  givenBy,
  isMissing,
  mappingWith,
  type Miss,
} from '../../src-renderer/pages/configure/mapping/given.ts';

const miss = (part: Miss['part'], key: string, isRequired = true): Miss => ({
  part,
  key,
  isRequired,
  wanted: key,
  sheet: null,
  near: null,
});

const misses = [miss('sheet', 'network'), miss('header', 'networks.vlanId'), miss('anchor', 'vip', false)];

const mapping = {
  id: 'smartx-1',
  basedOn: 'smartx-v20250820',
  sheets: { network: '网络' },
  headers: { 'networks.vlanId': '@F2' },
  anchors: {},
};

describe('a mapping as a person corrects it', () => {
  it('begins with what is proposed', () => {
    expect(givenBy(mapping, misses)).toEqual({
      'sheet network': '网络',
      'header networks.vlanId': '@F2',
      'anchor vip': '',
    });
  });

  it('takes what was entered, without blanks around it, and leaves out what was emptied', () => {
    const given = { 'sheet network': ' 虚拟网络规划 ', 'header networks.vlanId': '', 'anchor vip': '@E20' };
    expect(mappingWith(mapping, misses, given)).toMatchObject({
      sheets: { network: '虚拟网络规划' },
      headers: {},
      anchors: { vip: '@E20' },
    });
    expect(mapping.sheets.network).toBe('网络');
  });

  it('lacks what is required and empty', () => {
    const given = { 'sheet network': ' ', 'header networks.vlanId': '@F2' };
    expect(misses.map((one) => isMissing(one, given))).toEqual([true, false, false]);
  });
});
