import { describe, expect, it } from 'vitest';
import { isAppError, type AppError } from '../../../src-main/contract/errors.ts';
import { faultCatalog, parseFault } from '../../../src-main/practice/index.ts';

function refusalOf(spec: string): AppError {
  try {
    parseFault(spec);
  } catch (thrown) {
    if (isAppError(thrown)) {
      return thrown;
    }
  }
  throw new Error(`${spec} was accepted`);
}

describe('fault specs', () => {
  it.each([
    'slow:ms=200',
    'upload:chunk=3:fail=2',
    'upload:drop=50%',
    'job:kind=dns:fail',
    'token:expire-after=5',
    'ipmi:host=NAME:fail',
    'vds:job-fail',
    'vlan:name=VLAN-1126:conflict',
    'ssh:host=NAME:refuse',
    'http:status=503:every=7',
    'readback:vip:missing',
    'pod:NAME:ImagePullBackOff',
  ])('understands %s', (spec) => expect(parseFault(spec).spec).toBe(spec));

  it.each(faultCatalog.map(({ example }) => example))('understands its own example %s', (example) =>
    expect(parseFault(example).spec).toBe(example),
  );

  it('describes every fault in both languages', () => {
    for (const { description } of faultCatalog) {
      expect(description.zh).toMatch(/\p{Script=Han}/u);
      expect(description.en).toMatch(/[a-z]/);
    }
  });

  it('takes keys in any order', () => {
    expect(parseFault('upload:fail=2:chunk=3').values).toEqual({ chunk: '3', fail: '2' });
  });

  it('keeps an equals sign that belongs to a name', () => {
    expect(parseFault('vlan:name=A=B:conflict').values).toEqual({ name: 'A=B' });
  });

  it('names the known points for one it does not know', () => {
    const { code, message, text } = refusalOf('disk:full');
    expect(code).toBe('FAULT_INVALID');
    expect(message).toContain('"disk:full"');
    expect(message).toContain('readback');
    expect(text.zh).toMatch(/^无此故障，请从列表选择：disk:full.*readback/);
  });

  it.each([
    'slow',
    'slow:ms=soon',
    'job:kind=lunch:fail',
    'http:status=200:every=7',
    'http:status=503:every=0',
    'upload:drop=101%',
    'upload:drop=50%:twice',
    'vds:',
  ])('shows how to write %s', (spec) => expect(refusalOf(spec).message).toContain('for example'));
});
