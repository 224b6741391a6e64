import { describe, expect, it } from 'vitest';
import { isAppError, type AppError } from '../../../src-main/contract/errors.ts';
import { withValue } from '../../../src-main/engines/configure/plan-values.ts';
import { samplePlan } from '../../support/sample-plan.ts';

function refusalOf(edit: () => unknown): AppError {
  try {
    edit();
  } catch (thrown) {
    if (isAppError(thrown)) {
      return thrown;
    }
    throw thrown;
  }
  throw new TypeError('the edit was accepted');
}

describe('a value that does not fit', () => {
  it('is refused in both languages, with what is wrong with it', async () => {
    const plan = await samplePlan();
    const key = 'network.switches[3].networks[0].vlanId';
    const { code, text } = refusalOf(() => withValue(plan, key, 'trunk'));
    expect(code).toBe('INPUT_INVALID');
    expect(text.en).toMatch(
      /^"trunk" is not valid for network\.switches\[3\]\.networks\[0\]\.vlanId: Invalid input/,
    );
    expect(text.zh).toMatch(
      /^「trunk」不能作为 network\.switches\[3\]\.networks\[0\]\.vlanId 的值：无效输入.*。$/,
    );
  });

  it('does not say a password that was given for a cell that holds none', async () => {
    const plan = await samplePlan();
    const bare = structuredClone(plan);
    bare.cluster.administrator.password = null;
    for (const one of [plan, bare]) {
      const { code, text } = refusalOf(() => withValue(one, 'cluster.administrator.password', 'Geheim-01'));
      expect(code).toBe('INPUT_INVALID');
      expect(text.zh).toContain('cluster.administrator.password');
      expect(`${text.zh} ${text.en}`).not.toContain('Geheim-01');
    }
  });
});
