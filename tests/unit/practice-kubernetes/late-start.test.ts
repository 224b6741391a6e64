import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPracticeSites } from '../../../src-main/services/practice/practice-sites.ts';
import { createPracticeKubernetes, createPracticeSite } from '../../../src-main/practice/index.ts';
import { folder } from './site.ts';

const clock = { now: () => Date.now() };

describe('the Kubernetes of a practice site', () => {
  it('is not there before somebody asks, is one and the same from then on, and told to who looks', async () => {
    const directory = folder();
    const site = await createPracticeSite({ directory, clock });
    onTestFinished(() => site.close());
    expect(site.describe().kubernetes).toBeNull();
    expect(existsSync(join(directory, 'kubernetes.sqlite'))).toBe(false);
    const [first, second] = await Promise.all([site.kubernetes(), site.kubernetes()]);
    expect(first).toEqual(second);
    expect(first).toEqual({
      server: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/) as string,
      kubeconfig: join(directory, 'kubeconfig'),
    });
    expect(site.describe().kubernetes).toEqual(first);
  });

  it('is that of the home, and goes with the site when that is reset', async () => {
    const home = folder();
    const sites = createPracticeSites(home, clock.now);
    onTestFinished(() => sites.close());
    const { kubeconfig } = await sites.kubernetes(null);
    expect(kubeconfig).toBe(join(home, 'practice', 'kubeconfig'));
    await sites.reset();
    expect(existsSync(kubeconfig)).toBe(false);
    expect((await sites.kubernetes(null)).kubeconfig).toBe(kubeconfig);
  });

  it('is served by one process at a time', async () => {
    const directory = folder();
    const options = { directory, clock, faults: [], pace: 'fast' } as const;
    const first = await createPracticeKubernetes(options);
    onTestFinished(() => first.close());
    await expect(createPracticeKubernetes(options)).rejects.toMatchObject({ code: 'HOME_OWNED' });
  });

  it.each([
    ['is damaged', (path: string) => writeFileSync(path, 'x'.repeat(8_192))],
    ['is a folder', (path: string) => mkdirSync(path)],
  ])('names its file where that %s, and does not keep it open', async (_how, spoil) => {
    const directory = folder();
    const path = join(directory, 'kubernetes.sqlite');
    spoil(path);
    const options = { directory, clock, faults: [], pace: 'fast' } as const;
    await expect(createPracticeKubernetes(options)).rejects.toMatchObject({
      code: 'DATABASE_DAMAGED',
      data: { path },
    });
    // Windows removes no file that is open.
    rmSync(path, { recursive: true });
    const again = await createPracticeKubernetes(options);
    await again.close();
  });
});
