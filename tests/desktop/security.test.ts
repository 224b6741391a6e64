import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, extname, join, resolve } from 'node:path';
import type { WebPreferences } from 'electron';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch, runtime, type Launched } from './runtime.ts';
import { createScriptedOwner, type ScriptedOwner } from './scripted-owner.ts';
import { openUnprotected, type Unprotected } from './unprotected.ts';

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}

const patience = { timeout: 20_000 };

/** What the other place on the network answers. */
const served: Readonly<Record<string, readonly [string, string]>> = {
  '.js': ['text/javascript', 'globalThis.fromElsewhere = true'],
  '.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
};

/** Stand for what Linux opens addresses with, and write down what they are asked for. */
function putPrograms(directory: string): void {
  mkdirSync(directory);
  for (const name of ['xdg-open', 'xdg-email']) {
    writeFileSync(join(directory, name), `#!/bin/sh\necho "$@" >> '${directory}/asked'\n`, { mode: 0o755 });
  }
  process.env['PATH'] = `${directory}${delimiter}${process.env['PATH'] ?? ''}`;
}

/** Whether a page gets an answer from the address. */
const fetches = (address: string): Promise<boolean> =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );

const go = (target: string): void => {
  location.href = target;
};

/** Adds an element to a page and answers whether it loaded. */
const loadsElement = ([name, key, target]: readonly [string, string, string]): Promise<boolean> =>
  new Promise((settle) => {
    const element = document.createElement(name);
    element.addEventListener('load', () => settle(true));
    element.addEventListener('error', () => settle(false));
    element.setAttribute(key, target);
    document.body.append(element);
  });

/** The items of Electron's security checklist, in its order; each is tried on the running program. */
describe.skipIf(runtime === null)('the checklist', () => {
  let home: string;
  let owner: ScriptedOwner;
  let desktop: Launched;
  let server: Server;
  let elsewhere: string;
  const requested: string[] = [];

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'sitewright-'));
    owner = await createScriptedOwner(home);
    server = createServer((request, response) => {
      requested.push(request.url ?? '');
      const [type, content] = served[extname(request.url ?? '')] ?? ['text/html', '<p>elsewhere</p>'];
      response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': type });
      response.end(content);
    });
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    putPrograms(join(home, 'programs'));
    desktop = await launch({ home, words: ['--use-fake-device-for-media-stream'] });
    await desktop.page.getByText('Idle', { exact: true }).waitFor();
  });

  afterEach(() => {
    // Whatever was tried, the program reached nobody and stayed on its page.
    expect(requested).toEqual([]);
    expect(desktop.page.url()).toMatch(/^app:\/\/sitewright\/index\.html/);
  });

  afterAll(async () => {
    await desktop.close();
    await owner.close();
    server.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  const preferences = () =>
    desktop.app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      return (webContents as unknown as { getLastWebPreferences(): WebPreferences }).getLastWebPreferences();
    });

  const contents = () =>
    desktop.app.evaluate(({ webContents }) => webContents.getAllWebContents().map((each) => each.getURL()));

  const reaches = (address: string) => desktop.page.evaluate(fetches, address);

  /** Has the page do something that would lead elsewhere, and lets it have its way through both processes, twice. */
  async function tryToLeave(act: (target: string) => void, target: string): Promise<void> {
    await desktop.page.evaluate(act, target);
    for (const path of ['app://sitewright/icon.svg', 'app://sitewright/index.html']) {
      expect(await reaches(path)).toBe(true);
      await contents();
    }
  }

  const loads = (...given: readonly [string, string, string]) => desktop.page.evaluate(loadsElement, given);

  /** Carries an attack out where nothing prevents it. */
  async function withoutProtection(attack: (page: Unprotected) => Promise<void>): Promise<void> {
    const page = await openUnprotected(desktop.app, `${elsewhere}/unprotected`);
    await attack(page).finally(() => page.close());
    requested.splice(0);
  }

  it('1: loads nothing that does not come with the program', async () => {
    expect(await reaches(`${elsewhere}/data`)).toBe(false);
    expect(await loads('img', 'src', `${elsewhere}/image.svg`)).toBe(false);
    expect(await reaches('app://sitewright/icon.svg')).toBe(true);
    expect(requested).toEqual([]);
    await withoutProtection(async (page) => {
      expect(await page.run(fetches, `${elsewhere}/data`)).toBe(true);
      expect(await page.run(loadsElement, ['img', 'src', `${elsewhere}/image.svg`])).toBe(true);
      expect(requested).toEqual(['/unprotected', '/data', '/image.svg']);
    });
  });

  it('2: gives the page nothing of Node', async () => {
    const found = await desktop.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
    expect(await preferences()).toMatchObject({ nodeIntegration: false });
  });

  it('3: keeps the bridge in a world that the page cannot change', async () => {
    const isSeen = await desktop.page.evaluate(async () => {
      const kept = Array.prototype[Symbol.iterator];
      let seen = false;
      Array.prototype[Symbol.iterator] = function changed(this: unknown[]) {
        seen ||= this[0] instanceof MessagePort;
        return kept.call(this);
      };
      const { port1, port2 } = new MessageChannel();
      const linked = new Promise((settle) => {
        port1.onmessage = settle;
      });
      window.postMessage('sitewright:connect', location.origin, [port2]);
      await linked;
      const seenOfBridge = seen;
      // What the page does itself is seen.
      const [own] = [port2];
      Array.prototype[Symbol.iterator] = kept;
      return [seenOfBridge, seen, own === port2];
    });
    expect(isSeen).toEqual([false, true, true]);
    expect(await preferences()).toMatchObject({ contextIsolation: true });
  });

  it('4: asks for the sandbox for every page', async () => {
    expect(await preferences()).toMatchObject({ sandbox: true });
  });

  it('5: refuses every permission but copying a text', async () => {
    const ask = async (withPlace: boolean) => {
      const refusal = (asked: Promise<unknown>): Promise<unknown> =>
        asked.then(
          () => 'granted',
          (thrown: unknown) => (thrown instanceof Error ? thrown.name : (thrown as { code: number }).code),
        );
      const state = async (name: string): Promise<string> =>
        (await navigator.permissions.query({ name: name as PermissionName })).state;
      const find = (): Promise<unknown> =>
        new Promise((settle, fail) => navigator.geolocation.getCurrentPosition(settle, fail));
      return {
        camera: await refusal(navigator.mediaDevices.getUserMedia({ video: true })),
        // 1: by permission, not because nobody knows.
        place: withPlace ? await refusal(find()) : null,
        notifications: await Notification.requestPermission(),
        clipboardRead: await state('clipboard-read'),
        midi: await state('midi'),
      };
    };
    const denied = { notifications: 'denied', clipboardRead: 'denied', midi: 'denied' };
    expect(await desktop.page.evaluate(ask, true)).toEqual({
      camera: 'NotAllowedError',
      place: 1,
      ...denied,
    });
    await withoutProtection(async (page) => {
      const granted = { notifications: 'granted', clipboardRead: 'granted', midi: 'granted' };
      expect(await page.run(ask, false)).toEqual({ camera: 'granted', place: null, ...granted });
    });
  });

  it('6: keeps one origin from reading another', async () => {
    expect(await preferences()).toMatchObject({ webSecurity: true });
    expect(await reaches('app://elsewhere/index.html')).toBe(false);
    const isReadable = async (sandbox: string): Promise<boolean> => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', sandbox);
      frame.srcdoc = '<p>another origin</p>';
      const loaded = new Promise((settle) => frame.addEventListener('load', settle));
      document.body.append(frame);
      await loaded;
      return frame.contentDocument !== null;
    };
    expect(await desktop.page.evaluate(isReadable, 'allow-scripts')).toBe(false);
    expect(await desktop.page.evaluate(isReadable, 'allow-scripts allow-same-origin')).toBe(true);
  });

  it('7: runs no script that is not a file of the program', async () => {
    const header = await desktop.page.evaluate(
      async () => (await fetch('/index.html')).headers.get('content-security-policy') ?? '',
    );
    expect(header).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w+/=]{24}';/);
    expect(header).not.toContain('unsafe');
    const runAll = async () => {
      const page = globalThis as unknown as Record<string, unknown>;
      const inline = document.createElement('script');
      inline.textContent = 'globalThis.ranInline = true';
      document.body.append(inline);
      const holder = document.createElement('div');
      holder.innerHTML = '<img src="x:" onerror="globalThis.ranHandler = true">';
      const failed = new Promise((settle) => holder.firstElementChild?.addEventListener('error', settle));
      document.body.append(holder);
      await failed;
      // Not in this call, which the debugger that drives the test is allowed to make.
      await new Promise<void>((settle) => {
        setTimeout(() => {
          try {
            page['ranEval'] = Reflect.construct(Function, ['return true']);
          } catch {
            page['evalRefused'] = true;
          }
          settle();
        });
      });
      return ['ranInline', 'ranHandler', 'ranEval', 'evalRefused'].filter((name) => name in page);
    };
    expect(await desktop.page.evaluate(runAll)).toEqual(['evalRefused']);
    await withoutProtection(async (page) => {
      expect(await page.run(runAll, null)).toEqual(['ranInline', 'ranHandler', 'ranEval']);
    });
  });

  it('8: runs nothing that came without encryption', async () => {
    expect(await loads('script', 'src', `${elsewhere}/script.js`)).toBe(false);
    expect(await desktop.page.evaluate(() => 'fromElsewhere' in globalThis)).toBe(false);
    expect((await preferences()).allowRunningInsecureContent).toBe(false);
    expect(requested).toEqual([]);
    await withoutProtection(async (page) => {
      expect(await page.run(loadsElement, ['script', 'src', `${elsewhere}/script.js`])).toBe(true);
      expect(await page.run(() => 'fromElsewhere' in globalThis, null)).toBe(true);
    });
  });

  const switches = (names: readonly string[]) =>
    desktop.app.evaluate(({ app }, asked) => asked.filter((name) => app.commandLine.hasSwitch(name)), names);

  it('9: switches no experiment on', async () => {
    expect((await preferences()).experimentalFeatures).toBe(false);
    expect(await switches(['enable-experimental-web-platform-features', 'enable-features'])).toEqual([]);
    await desktop.app.evaluate(({ app }) => app.commandLine.appendSwitch('set-by-the-test'));
    expect(await switches(['enable-features', 'set-by-the-test'])).toEqual(['set-by-the-test']);
  });

  it('10: switches no feature of the engine on by name', async () => {
    expect((await preferences()).enableBlinkFeatures ?? '').toBe('');
    expect(await switches(['enable-blink-features'])).toEqual([]);
  });

  it('11: opens no window for a page that was embedded', async () => {
    const embed = (target: string): void =>
      document.body.insertAdjacentHTML('beforeend', `<webview allowpopups src="${target}"></webview>`);
    await tryToLeave(embed, `${elsewhere}/embedded`);
    expect(await contents()).toHaveLength(1);
    expect(requested).toEqual([]);
    await withoutProtection(async (page) => {
      await page.run(embed, `${elsewhere}/embedded`);
      await expect.poll(async () => (await page.seen()).attached, patience).toBe(1);
    });
  });

  it('12: embeds no page, also where somebody had switched that on', async () => {
    const attach = (isGuarded: boolean) =>
      desktop.app.evaluate(async ({ BrowserWindow }, guarded) => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { webviewTag: true, partition: 'other' },
        });
        if (!guarded) {
          window.webContents.removeAllListeners('will-attach-webview');
        }
        let count = 0;
        window.webContents.on('did-attach-webview', () => {
          count += 1;
        });
        // The page is there only when everything in it is.
        await window.loadURL('data:text/html,<webview src="data:text/html,embedded"></webview>');
        await window.webContents.executeJavaScript('fetch("data:,").then(() => true)');
        window.destroy();
        return count;
      }, isGuarded);
    expect(await attach(true)).toBe(0);
    expect(await attach(false)).toBe(1);
  });

  it('13: goes nowhere else', async () => {
    const submit = (target: string): void => {
      const form = document.createElement('form');
      form.action = target;
      form.method = 'post';
      document.body.append(form);
      form.submit();
    };
    await tryToLeave(go, `${elsewhere}/away`);
    await tryToLeave((target) => location.assign(target), 'app://elsewhere/index.html');
    await tryToLeave((target) => location.assign(target), 'file:///etc/hostname');
    await tryToLeave(submit, `${elsewhere}/form`);
    expect(await contents()).toEqual(['app://sitewright/index.html']);
    expect(requested).toEqual([]);
    await withoutProtection(async (page) => {
      const went = async () => (await page.seen()).went;
      await page.run(go, `${elsewhere}/away`);
      await expect.poll(went, patience).toEqual([`${elsewhere}/away`]);
      await page.run(submit, `${elsewhere}/form`);
      await expect.poll(went, patience).toEqual([`${elsewhere}/away`, `${elsewhere}/form`]);
    });
  });

  it('14: opens no other window', async () => {
    const openAll = (target: string): void => {
      window.open(target);
      window.open('about:blank');
      const link = document.createElement('a');
      link.href = target;
      link.target = '_blank';
      document.body.append(link);
      link.click();
    };
    await tryToLeave(openAll, `${elsewhere}/window`);
    expect(await contents()).toHaveLength(1);
    expect(requested).toEqual([]);
    await withoutProtection(async (page) => {
      const address = `${elsewhere}/window`;
      await page.run(openAll, address);
      await expect
        .poll(async () => (await page.seen()).opened, patience)
        .toEqual([address, 'about:blank', address]);
    });
  });

  it('15: hands no address to the system', async () => {
    await desktop.app.evaluate(({ shell }) => {
      const spied = shell as { openExternal: unknown; tried?: string[] };
      spied.tried = [];
      spied.openExternal = async (target: string) => void spied.tried?.push(target);
    });
    for (const target of [
      'https://example.invalid/',
      'mailto:somebody@example.invalid',
      'ms-settings:about',
    ]) {
      await tryToLeave((address) => {
        window.open(address);
        location.href = address;
      }, target);
    }
    const tried = () => desktop.app.evaluate(({ shell }) => (shell as { tried?: string[] }).tried);
    expect(await tried()).toEqual([]);
    await desktop.app.evaluate(({ shell }) => shell.openExternal('seen:'));
    expect(await tried()).toEqual(['seen:']);
  });

  it.skipIf(process.platform !== 'linux')(
    '15: has the system open no address (on Linux, where the test can stand for it)',
    async () => {
      const file = join(home, 'programs', 'asked');
      const asked = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
      await tryToLeave(go, 'mailto:somebody@example.invalid');
      await withoutProtection(async (page) => {
        await page.run(go, 'mailto:control@example.invalid');
        await expect.poll(asked, patience).toContain('control@example.invalid');
      });
      expect(asked()).not.toContain('somebody');
    },
  );

  it('16: is made for a current Electron', () => {
    const { devDependencies } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as Manifest;
    expect(devDependencies['electron']).toMatch(/^(4[5-9]|[5-9]\d)\.\d+\.\d+$/);
  });

  it('17: answers no page but its own', async () => {
    const refused = await desktop.app.evaluate(async ({ BrowserWindow }, preload) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload, partition: 'foreign' } });
      await window.loadURL('data:text/html,<p>somebody else</p>');
      const ask = (call: string): Promise<string> =>
        window.webContents.executeJavaScript(`${call}.then(() => 'answered', (thrown) => thrown.message)`);
      const answers = [
        await ask(`sitewright.pickFile('workbook')`),
        await ask(
          `new Promise((settle, fail) => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = settle;
              window.postMessage('sitewright:connect', '*', [port2]);
              sitewright.pickFile('workbook').catch(() => fail(new Error('no answer')));
            })`,
        ),
      ];
      window.destroy();
      return answers;
    }, resolve('out/preload/index.cjs'));
    expect(refused[0]).toContain('this page may not ask anything of the window');
    expect(refused[1]).toBe('no answer');
  });

  it('17: listens to no message of a form it does not know', async () => {
    const answer = await desktop.page.evaluate(() =>
      (
        globalThis as unknown as { sitewright: { pickFile(kind: unknown): Promise<unknown> } }
      ).sitewright.pickFile({
        path: '/etc/passwd',
      }),
    );
    expect(answer).toMatchObject({ ok: false });
  });

  it('18: shows files by its own protocol, and no other file of the disk', async () => {
    expect(await desktop.page.evaluate(() => location.origin)).toBe('app://sitewright');
    for (const address of [
      'file:///etc/hostname',
      'app://sitewright/../package.json',
      'app://sitewright/%2e%2e/%2e%2e/package.json',
      'app://sitewright/..%2f..%2fpackage.json',
      'app://sitewright//etc/hostname',
      'app://other/index.html',
    ]) {
      expect([address, await reaches(address)]).toEqual([address, false]);
    }
  });

  it('20: exposes six functions of its own, and nothing of Electron', async () => {
    const exposed = await desktop.page.evaluate(() => {
      const page = globalThis as unknown as Record<string, Record<string, unknown>>;
      const own = Object.entries(page['sitewright'] ?? {}).map(([name, value]) => `${name}: ${typeof value}`);
      return {
        own,
        leaked: ['electron', 'ipcRenderer', 'webFrame', 'contextBridge'].filter((name) => name in page),
      };
    });
    expect(exposed.leaked).toEqual([]);
    expect(exposed.own.sort()).toEqual([
      'onFileGiven: function',
      'onGo: function',
      'onMachine: function',
      'pickFile: function',
      'saveReport: function',
      'speak: function',
    ]);
    await desktop.page.evaluate(() => {
      const page = globalThis as unknown as Record<string, unknown>;
      (page['sitewright'] as { onGo(listener: (...given: unknown[]) => void): void }).onGo((...given) => {
        page['given'] = given;
      });
    });
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('sitewright:go', '/'),
    );
    await expect
      .poll(() => desktop.page.evaluate(() => (globalThis as unknown as Record<string, unknown>)['given']))
      .toEqual(['/']);
  });

  it('lets the page of a window name no path to the owner', async () => {
    const answer = await desktop.page.evaluate(
      () =>
        new Promise((settle) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => {
            if (typeof data === 'string') {
              settle(data);
            } else {
              port1.postMessage('{"i":"1","p":{"u":"/files/grant","b":{"json":{"path":"/etc/passwd"}}}}');
            }
          };
          window.postMessage('sitewright:connect', location.origin, [port2]);
        }),
    );
    expect(String(answer)).toContain('GRANT_REFUSED');
  });
});
