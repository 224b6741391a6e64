import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { stringify } from 'yaml';
import { createSelfSigned } from '../../src-main/practice/self-signed.ts';
import { openRuntime, type Runtime } from '../../src-main/runtime.ts';
import { openConsole, type Console } from '../support/console.ts';
import {
  answerJson,
  failure,
  startKubernetesStandIn,
  type Answering,
  type KubernetesStandIn,
} from '../support/kubernetes-stand-in.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 20_000 };
const tls = createSelfSigned('stand-in', '127.0.0.1', new Date());
/** Must be seen nowhere. */
const canary = 'Canary-4711-token';

async function serve(answering: Answering): Promise<KubernetesStandIn> {
  const server = await startKubernetesStandIn(answering, tls);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** A cluster whose account may list only its own namespace. */
const cluster: Answering = ({ path, body }, response) => {
  if (path === '/version') {
    answerJson(response, 200, { gitVersion: 'v1.36.3' });
  } else if (path.endsWith('selfsubjectaccessreviews')) {
    answerJson(response, 201, { status: { allowed: body.includes('"namespace":"team-a"') } });
  } else if (path.endsWith('/kube-system')) {
    answerJson(response, 403, failure(403, 'Forbidden', 'namespaces "kube-system" is forbidden'));
  } else {
    answerJson(response, 200, { metadata: { name: 'x', uid: 'uid-of-team-a', resourceVersion: '1' } });
  }
};

const primus: Answering = ({ headers }, response) => {
  if (headers['authorization'] === `Bearer ${canary}`) {
    answerJson(response, 200, { totalCount: 0, items: [] });
  } else {
    answerJson(response, 401, { errorCode: 'Primus.00009', errorMessage: 'token not present' });
  }
};

const ca = Buffer.from(tls.certificate).toString('base64');
const kubeconfig = (server: string, user: object = {}, more: object = {}): string =>
  stringify({
    'current-context': 'admin@site',
    clusters: [{ name: 'c', cluster: { server, 'certificate-authority-data': ca, ...more } }],
    users: [{ name: 'u', user: { token: canary, ...user } }],
    contexts: [{ name: 'admin@site', context: { cluster: 'c', user: 'u', namespace: 'team-a' } }],
  });

interface Desk extends Console {
  readonly home: string;
  readonly runtime: Runtime;
}

/** A person with `~/.kube/config`, the console of their home, and what it has shown so far. */
async function openDesk(language: 'zh-CN' | 'en', text: string): Promise<Desk> {
  const person = temporaryDirectory();
  mkdirSync(join(person, '.kube'));
  writeFileSync(join(person, '.kube', 'config'), text);
  vi.stubEnv('HOME', person);
  vi.stubEnv('USERPROFILE', person);
  onTestFinished(() => void vi.unstubAllEnvs());
  const home = join(person, 'home');
  const runtime = await openRuntime(home);
  onTestFinished(() => runtime.close());
  return { ...(await openConsole(runtime.application, { language })), home, runtime };
}

const homeText = (home: string): string =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

/** Everything in the page, values of fields and stores of the browser included. */
const pageText = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(
      ({ value }) => value,
    );
    return [document.documentElement.outerHTML, ...fields, JSON.stringify(localStorage)].join('\n');
  });

/** For a look at the pages: `SITEWRIGHT_PICTURES=make`. */
async function picture(page: Page, name: string): Promise<void> {
  if (process.env['SITEWRIGHT_PICTURES'] !== 'make') {
    return;
  }
  mkdirSync('out/pictures', { recursive: true });
  for (const width of [1280, 1440]) {
    await page.setViewportSize({ width, height: width === 1280 ? 720 : 900 });
    await page.screenshot({ path: `out/pictures/connections-${name}-${width}.png`, animations: 'disabled' });
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

const words = {
  'zh-CN': {
    none: '还没有连接',
    add: '添加连接',
    addWay: '添加连接…',
    test: '测试连接',
    allow: '不核对集群的证书',
    needsFirst: '请先核对并允许 kubeconfig 所需的每一项',
    weak: '较弱',
    narrowed: '列表仅含以下命名空间：team-a',
    partly: '仅限 team-a',
    name: '名称',
    makeDefault: '设为默认',
    remove: '移除…',
    removeAct: '移除连接',
    paste: '粘贴文本',
    pasteField: 'kubeconfig 的文本',
    read: '列出上下文',
    memory: '仅在本进程内存中',
    certificate: '读取证书',
    compared: '与服务器管理员提供的指纹一致',
    address: '地址',
    token: '令牌',
    unknown: '未知，该服务器不提供令牌的权限',
    practice: '演练环境',
  },
  en: {
    none: 'No connections yet',
    add: 'Add connection',
    addWay: 'Add connection…',
    test: 'Test connection',
    allow: "Not check the cluster's certificate",
    needsFirst: 'Check and allow everything the kubeconfig needs first',
    weak: 'Weak',
    narrowed: 'lists show these namespaces only: team-a',
    partly: 'Only in team-a',
    name: 'Name',
    makeDefault: 'Make default',
    remove: 'Remove…',
    removeAct: 'Remove connection',
    paste: 'Paste text',
    pasteField: 'Text of the kubeconfig',
    read: 'Show contexts',
    memory: 'In the memory of this process only',
    certificate: 'Read certificate',
    compared: 'It matches the fingerprint',
    address: 'Address',
    token: 'Token',
    unknown: 'Unknown; this server does not tell what the token may do',
    practice: 'Practice site',
  },
} as const;

describe.each(['zh-CN', 'en'] as const)('connections, in %s', (language) => {
  const say = words[language];

  it('are added, allowed, tested, made the default and removed by clicks', { timeout: 180_000 }, async () => {
    const server = await serve(cluster);
    const insecure = { 'certificate-authority-data': '', 'insecure-skip-tls-verify': true };
    const { page, go, home, context } = await openDesk(language, kubeconfig(server.url, {}, insecure));
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const clean = async (): Promise<void> => expect(await violationsOn(page)).toEqual([]);

    // Nothing there: the page says how to begin.
    await go('/connections');
    await page.getByText(say.none).waitFor(patience);
    await clean();
    await picture(page, `empty-${language}`);
    await page.locator('.empty').getByRole('link', { name: say.addWay }).click();

    // The kubeconfig of the person is offered; what it needs has to be allowed first.
    await page.getByRole('row', { name: /admin@site/ }).click(patience);
    await page.locator('.connection-onward').getByText(say.needsFirst).waitFor(patience);
    await clean();
    await picture(page, `needs-${language}`);
    // It stays where it is, refuses, and says why.
    await button(say.add).click({ force: true });
    expect(server.requests).toEqual([]);
    await page.getByRole('checkbox', { name: say.allow }).check();
    expect(await page.getByRole('textbox', { name: say.name, exact: true }).inputValue()).toBe('admin-site');
    await button(say.add).click();
    await page.getByRole('heading', { name: 'admin-site' }).waitFor(patience);
    expect(server.requests).toEqual([]);

    // Tested: a weaker identity and rights in one namespace, both said.
    await page.getByRole('button', { name: `${say.test} admin-site` }).click();
    await page.getByText('v1.36.3').waitFor(patience);
    await page.locator('.connection-weak', { hasText: say.weak }).waitFor(patience);
    await page.getByText(say.narrowed).waitFor(patience);
    expect(await page.getByText(say.partly).count()).toBeGreaterThan(5);
    await clean();
    await picture(page, `tested-${language}`);

    // Pasted: in memory here, and said so; another window hears of it.
    const other = await context.newPage();
    await other.goto(page.url().replace(/#.*/, '#/connections'));
    await other.getByRole('row', { name: /admin-site/ }).waitFor(patience);
    await go('/new-connection');
    await button(say.paste).click(patience);
    await page.getByRole('textbox', { name: say.pasteField }).fill(kubeconfig(server.url));
    await button(say.read).click();
    await page.getByRole('row', { name: /admin@site/ }).waitFor(patience);
    await picture(page, `pasted-${language}`);
    expect(await pageText(page)).not.toContain(canary);
    await page.getByRole('textbox', { name: say.name, exact: true }).fill('pasted');
    await button(say.add).click();
    await page.getByRole('heading', { name: 'pasted' }).waitFor(patience);
    await page.getByText(say.memory).waitFor(patience);
    await other.getByRole('row', { name: /pasted/ }).waitFor(patience);
    await button(say.makeDefault).click();
    await other
      .getByRole('row', { name: /pasted/ })
      .locator('.connection-default')
      .waitFor(patience);
    await go('/connections');
    await page.getByRole('row', { name: /pasted/ }).waitFor(patience);
    await clean();
    await picture(page, `list-${language}`);
    expect(await pageText(page)).not.toContain(canary);

    // Removed once it is confirmed.
    await page.getByRole('link', { name: 'admin-site' }).click();
    await button(say.remove).click(patience);
    // It has faded in.
    await page
      .locator('dialog[open]')
      .evaluate((dialog) =>
        Promise.all(dialog.getAnimations().map((one) => one.finished)).then(() => undefined),
      );
    await clean();
    await button(say.removeAct).click();
    await page.getByRole('row', { name: /pasted/ }).waitFor(patience);
    await expect.poll(() => other.getByRole('row', { name: /admin-site/ }).count(), patience).toBe(0);
    expect(homeText(home)).not.toContain(canary);
  });

  it('to Primus-SaFE show the certificate before the token goes anywhere', { timeout: 120_000 }, async () => {
    const server = await serve(primus);
    const { page, go, home } = await openDesk(language, kubeconfig('https://127.0.0.1:1'));
    await go('/new-connection');
    await page.getByRole('button', { name: 'Primus-SaFE' }).click(patience);
    await page.getByLabel(say.address, { exact: true }).fill(server.url);
    await page.getByLabel(say.token, { exact: true }).fill(canary);
    await page.getByRole('button', { name: say.certificate }).click();
    const compared = page.getByRole('checkbox', { name: say.compared });
    await compared.waitFor(patience);
    expect(server.requests).toEqual([]);
    expect(await violationsOn(page)).toEqual([]);
    await picture(page, `primus-${language}`);
    await compared.check();
    await page.getByRole('textbox', { name: say.name, exact: true }).fill('safe');
    await page.getByRole('button', { name: say.add, exact: true }).click();
    await page.getByRole('heading', { name: 'safe', exact: true }).waitFor(patience);
    await page.getByRole('button', { name: `${say.test} safe` }).click();
    await page.getByText(say.unknown).waitFor(patience);
    await picture(page, `primus-tested-${language}`);
    expect(server.requests).toHaveLength(1);
    expect(await pageText(page)).not.toContain(canary);
    expect(homeText(home)).not.toContain(canary);
  });

  it('lead to the practice site of the home, which is tested like any other', async () => {
    const { page, go } = await openDesk(language, kubeconfig('https://127.0.0.1:1'));
    await go('/new-connection');
    await page.getByRole('button', { name: say.practice }).click(patience);
    await page.getByRole('button', { name: say.add, exact: true }).click();
    await page.getByRole('heading', { name: 'practice', exact: true }).waitFor(patience);
    await page.getByRole('button', { name: `${say.test} practice` }).click();
    await page.getByText(/^v1\.\d+/).waitFor(patience);
  });
});

it('a kubeconfig with a program shows it whole: path, SHA-256, arguments and names of the environment', async () => {
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: ['-e', 'x'.repeat(400), '<b>bold</b>'],
    env: [{ name: 'TENANT', value: canary }],
  };
  const { page, go } = await openDesk(
    'en',
    kubeconfig('https://127.0.0.1:1', { exec, tokenFile: '/etc/token' }),
  );
  await go('/new-connection');
  await page.getByRole('row', { name: /admin@site/ }).click(patience);
  const needs = page.locator('.connection-need');
  await needs.first().waitFor(patience);
  const said = (await needs.allTextContents()).join('\n');
  for (const shown of [process.execPath, ...exec.args, 'TENANT', '/etc/token']) {
    expect(said).toContain(shown);
  }
  expect(said).toMatch(/[0-9a-f]{64}/);
  expect(said).not.toContain(canary);
  expect(await violationsOn(page)).toEqual([]);
  await picture(page, 'program-en');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});
