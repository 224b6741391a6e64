import { expect, it } from 'vitest';
import type { Site } from '../../src-main/contract/configure.ts';
import type { KnownSite } from '../../src-main/contract/machine.ts';
import { siteOfJob } from '../../src-renderer/pages/configure/job/job.ts';
import { siteInHandOf, siteOfRun } from '../../src-renderer/words/site-of-run.ts';
import { createRunRow } from '../support/fake-application.ts';
import { samplePlan } from '../support/sample-plan.ts';

const ownNow = 'http://127.0.0.1:40001';
const read = ['4c4c4544-0042-3010-8051-b7c04f4e3832'];

it('a run on the own practice site is where that is now only while it has not ended', () => {
  const run = createRunRow('0001', { practice: true, identity: read });
  expect(siteOfRun(run, ownNow).address).toBe(ownNow);
  expect(siteOfRun({ ...run, state: 'succeeded', endedAt: 1 }, ownNow)).toMatchObject({ address: null });
});

it('a site that is known from runs has the address that they worked at, and is checked when a check says so', () => {
  const site: KnownSite = {
    target: 'practice:own',
    practice: true,
    subject: { name: 'Cls01', owner: null, address: null, identityLabel: null },
    identity: read,
    lastRun: { id: '0007', at: 1_700_000_000_000 },
    runs: 7,
    lastCheck: null,
  };
  expect(siteInHandOf(site)).toMatchObject({ address: null, checkedAt: null });
  const checked = { at: 1_600_000_000_000, errors: 0, warnings: 0 };
  expect(siteInHandOf({ ...site, lastCheck: checked }).checkedAt).toBe(checked.at);
});

it('a job is at the address that was chosen for it, on every page of it', async () => {
  const site: Site = { kind: 'real', baseUrl: 'https://192.0.2.77', allowHttp: false };
  const of = { plan: await samplePlan(), fileName: 'planning.xlsx' };
  const seen = { identity: null, at: null, ownPractice: ownNow };
  const orderOf = (chosen: Site | null): Parameters<typeof siteOfJob>[1] => ({ site: chosen });
  expect(siteOfJob(of, orderOf(site), seen)).toMatchObject({ practice: false, address: site.baseUrl });
  expect(siteOfJob(of, orderOf(null), seen)).toMatchObject({ practice: null, address: null, identity: null });
});
