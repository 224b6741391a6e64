import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import {
  isoContent,
  isoName,
  isoSha256,
  openScene,
  sheetSecrets,
  stageLog,
  stepOf,
  type Scene,
} from '../support/configure-scene.ts';

const outputsSchema = z.strictObject({
  config_cluster: z.strictObject({
    results: z.array(
      z.strictObject({
        action: z.string(),
        status: z.enum(['ok', 'warning', 'failed', 'skipped']),
        error: z.string().optional(),
      }),
    ),
    svt_image: z.record(z.string(), z.unknown()),
    svt_upload: z.record(z.string(), z.unknown()),
  }),
  deploy_cloudtower: z.strictObject({ vmtools: z.record(z.string(), z.unknown()) }),
  serial: z.string(),
  workbook: z.string(),
});

/** Every file under a folder, but the practice site's own and the customer's workbooks. */
function filesUnder(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

function leaks(scene: Scene): readonly string[] {
  return filesUnder(scene.home).flatMap((path) => {
    const content = readFileSync(path).toString('latin1');
    return sheetSecrets.filter((secret) => content.includes(secret)).map((secret) => `${path}: ${secret}`);
  });
}

it('hands over what downstream stages read, in their words', async () => {
  const scene = await openScene({ faults: ['ipmi:host=demo-node-02:fail', 'job:kind=dns:fail'] });
  const run = await scene.configure({ isoPath: scene.iso });
  const outputs = outputsSchema.parse(run.outputs);
  const image = {
    image_uuid: expect.any(String) as string,
    zbs_volume_id: expect.any(String) as string,
    file_name: isoName,
    chunk_size: 65_536,
    sha256: isoSha256,
    file_size: isoContent.length,
  };
  expect(outputs.config_cluster.svt_image).toEqual(image);
  expect(outputs.deploy_cloudtower.vmtools).toEqual(image);
  const { chunk_size, zbs_volume_id, image_uuid } = image;
  expect(outputs.config_cluster.svt_upload).toEqual({ chunk_size, zbs_volume_id, image_uuid });
  expect([outputs.serial, outputs.workbook]).toEqual([
    scene.site().describe().cluster!.serial,
    scene.workbook,
  ]);
  expect(outputs.config_cluster.results).toEqual(
    expect.arrayContaining([
      { action: '初始化 Fisheye 管理员密码', status: 'ok' },
      { action: '配置管理 VIP', status: 'ok' },
      {
        action: '配置 DNS 服务器',
        status: 'warning',
        error: expect.stringMatching(/^DNS：集群任务/) as string,
      },
      { action: '上传SVT镜像', status: 'ok' },
      { action: 'write_plan_serial', status: 'ok' },
    ]),
  );
  const unhappy = outputs.config_cluster.results.filter(({ status }) => status !== 'ok');
  expect(unhappy).toHaveLength(2);
  expect(unhappy.every(({ error }) => typeof error === 'string')).toBe(true);
});

it('writes a structured log beside the run, and no secret anywhere in the home', async () => {
  const scene = await openScene({ faults: ['ipmi:host=demo-node-02:fail'] });
  const run = await scene.configure({ isoPath: scene.iso });
  const lines = stageLog(scene, run.id)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: 'PUT /api/v2/settings/vip', status: 200 }),
      expect.objectContaining({ action: 'setupRoot', step: 'root' }),
      expect.objectContaining({ action: 'upload', step: 'iso' }),
      expect.objectContaining({
        step: 'ipmi:demo-node-02',
        status: expect.stringMatching(/^(warning|failed)$/) as string,
        error: expect.stringMatching(/not valid/) as string,
      }),
    ]),
  );
  const read = await scene.client().runs.logs({ run: run.id, from: 1, limit: 10_000 });
  expect(read.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq));
  expect(leaks(scene)).toEqual([]);
  const report = readFileSync(join(scene.home, 'runs', run.id, 'report.html'), 'utf8');
  expect(report).toContain('demo-node-02');
});

it('writes into a copy and says so while the workbook is open elsewhere', async () => {
  const scene = await openScene();
  const before = readFileSync(scene.workbook);
  writeFileSync(join(dirname(scene.workbook), '~$planning.xlsx'), 'Chen');
  const run = await scene.configure({ only: ['serial', 'write-back'] });
  const { workbook } = z.object({ workbook: z.string() }).parse(run.outputs);
  expect([run.state, run.warnings, dirname(workbook)]).toEqual(['succeeded', 1, dirname(scene.workbook)]);
  expect(stepOf(run, 'write-back')).toMatchObject({ state: 'warning', error: { code: 'FILE_UNWRITABLE' } });
  expect(run.outputs['config_cluster']).toMatchObject({
    results: expect.arrayContaining([
      {
        action: 'write_plan_serial',
        status: 'warning',
        error: expect.stringContaining(`序列号已写入副本 ${workbook}`) as string,
      },
    ]) as unknown,
  });
  const report = (await scene.client().reports.document({ run: run.id }))['zh-CN'];
  const written = await scene.client().configure.writtenBack({ run: run.id });
  expect(written).toMatchObject({ copy: true, fileName: basename(workbook) });
  expect(report.remaining).toMatchObject([{ problem: expect.stringContaining(workbook) as string }]);
  expect(workbook).not.toBe(scene.workbook);
  expect(readFileSync(scene.workbook)).toEqual(before);
  expect(stageLog(scene, run.id)).toMatch(
    /open in another program or read-only .* the serial was written to the copy/,
  );
  rmSync(join(dirname(scene.workbook), '~$planning.xlsx'));
  const again = await scene.retry(run.id);
  expect([again.warnings, again.outputs['workbook']]).toEqual([0, scene.workbook]);
});

const resultsOf = (run: { outputs: Readonly<Record<string, unknown>> }) =>
  z
    .object({
      config_cluster: z.object({
        results: z.array(z.object({ action: z.string(), status: z.string(), error: z.string().optional() })),
        svt_upload: z.record(z.string(), z.unknown()).optional(),
      }),
    })
    .parse(run.outputs).config_cluster;

it('counts what is left out for a missing value as warnings, and what was not chosen as skipped', async () => {
  const cells = { '集群管理信息!E25': null, '集群管理信息!E26': null };
  const scene = await openScene({ cells });
  const run = await scene.configure({ skip: ['ntp', 'password'] });
  expect([run.state, run.warnings, stepOf(run, 'dns').state]).toEqual(['succeeded', 1, 'warning']);
  const { results } = resultsOf(run);
  const about = (action: string) => results.filter((one) => one.action === action);
  expect(about('配置 DNS 服务器')).toEqual([
    { action: '配置 DNS 服务器', status: 'warning', error: expect.stringMatching(/DNS/) as string },
  ]);
  expect(about('配置 NTP 服务器')).toEqual([{ action: '配置 NTP 服务器', status: 'skipped' }]);
  expect(about('上传SVT镜像')).toEqual([{ action: '上传SVT镜像', status: 'skipped' }]);
  const line = stageLog(scene, run.id)
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, unknown>)
    .find(({ step, level }) => step === 'dns' && level === 'warn');
  expect(line).toMatchObject({ action: 'dns', status: 'warning', error: expect.any(String) as string });
  expect(run.leftOut).toContainEqual(expect.objectContaining({ key: 'dns', kind: 'missing' }));
});

it('names the upload volume from its creation on, also when the upload came to nothing', async () => {
  const scene = await openScene({ faults: ['upload:chunk=1:fail=6'] });
  const run = await scene.configure({ isoPath: scene.iso, only: ['iso'] });
  expect(run.state).toBe('failed');
  expect(resultsOf(run).svt_upload).toEqual({
    chunk_size: 65_536,
    zbs_volume_id: expect.any(String) as string,
    image_uuid: expect.any(String) as string,
  });
});

it('says in the log which image was uploaded', async () => {
  const scene = await openScene();
  const run = await scene.configure({ isoPath: scene.iso, only: ['iso'] });
  const logged = { file: isoName, sizeBytes: isoContent.length, sha256: isoSha256 };
  const lines = stageLog(scene, run.id).trimEnd().split('\n');
  expect(lines.map((text) => JSON.parse(text) as unknown)).toContainEqual(
    expect.objectContaining({ action: 'image', data: expect.objectContaining(logged) as unknown }),
  );
});
