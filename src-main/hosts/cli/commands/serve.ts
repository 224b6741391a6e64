import { spawn } from 'node:child_process';
import { createInProcessClient } from '../../../api/wire/client.ts';
import type { Caller } from '../../../api/context.ts';
import { createForwardingContext, createForwardingRouter } from '../../../api/wire/forwarding.ts';
import { router } from '../../../api/router.ts';
import { createGateway, type Gateway } from '../../gateway/gateway.ts';
import { becomeOwner } from '../../owner/become-owner.ts';
import type { Lock } from '../../owner/lock.ts';
import { personName } from '../../owner/person.ts';
import { reportUnforeseen } from '../../owner/report-unforeseen.ts';
import { reachStanding, type StandingReach } from '../../owner/standing-attachment.ts';
import { homeOf } from '../access.ts';
import { option } from '../declare.ts';
import { defineCommand } from '../define-command.ts';
import { ports, wholeNumber } from '../option-values.ts';
import { sentenceOf } from '../output.ts';
import { textsOf } from '../texts.ts';
import { untilStopped } from '../until-stopped.ts';

/** Opens the default browser; where there is no display the caller prints the address instead. */
function openBrowser(url: string): boolean {
  const hasDisplay =
    process.platform !== 'linux' ||
    [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((display) => (display ?? '') !== '');
  if (!hasDisplay) {
    return false;
  }
  const [program, ...words] = { win32: ['rundll32', 'url.dll,FileProtocolHandler'], darwin: ['open'] }[
    process.platform as string
  ] ?? ['xdg-open'];
  const child = spawn(program ?? 'xdg-open', [...words, url], { stdio: 'ignore', detached: true });
  const print = (): void => void process.stdout.write(`${url}\n`);
  child.on('error', print);
  // There, and without a browser to open.
  child.on('exit', (code) => {
    if (code !== 0) {
      print();
    }
  });
  child.unref();
  return true;
}

const caller = (): Caller => ({ kind: 'gateway', by: personName() });

/** The home in the hands of this process, for pages. */
async function ownForPages(home: string, lock: Lock): Promise<StandingReach> {
  const owner = await becomeOwner(home, lock, personName());
  const closed = Promise.withResolvers<{ hasLeft: boolean }>();
  return {
    client: createInProcessClient(router, owner.contextFor(caller())),
    closed: closed.promise,
    async close() {
      await owner.close();
      closed.resolve({ hasLeft: true });
    },
  };
}

export const command = defineCommand({
  does: {
    zh: '启动网关，直到停止；期间占用数据目录，已被其他进程占用时把每个调用转给它，它退出后等待下一个',
    en: 'serves the gateway until stopped; it owns the home meanwhile, or passes every call on to the process that does, and waits for the next when that one goes',
  },
  documents: { '': 'first line, always JSON: {url, openUrl, token}' },
  declare: (bare) =>
    bare
      .addOption(
        option('--port <N>', {
          zh: '端口；不指定时用本数据目录上次的端口，否则用空闲端口',
          en: 'the port; without it the one it had before in this home, else a free one',
        }).argParser(wholeNumber('--port', ports)),
      )
      .addOption(
        option('--open', {
          zh: '在浏览器中打开页面（npm start 使用）；没有显示器时单独一行输出地址',
          en: 'opens the page, as npm start does, or prints its address alone on a line where there is no display',
        }).hideHelp(),
      ),
  async run({ options, command: line, output }) {
    const texts = textsOf(line.language);
    let gateway: Gateway | null = null;
    const home = homeOf(line);
    // From the start: who stops it while it opens must not leave half of it behind.
    const stopped = untilStopped();
    const behind = await reachStanding(home, {
      kind: 'gateway',
      by: personName(),
      own: (lock) => ownForPages(home, lock),
      onGone() {
        output.say(texts.ownerGone);
        gateway?.disconnect();
      },
      onBack: () => output.say(texts.ownerBack),
      onFailure: (thrown) => output.say(sentenceOf(thrown, line.language)),
    });
    gateway = await createGateway({
      router: createForwardingRouter(() => behind.client()),
      contextFor: () => createForwardingContext(caller(), reportUnforeseen),
      isThere: () => behind.isThere(),
      home,
      port: options.port ?? 0,
    });
    const { url, openUrl, token } = gateway;
    if (options.open === true) {
      if (!openBrowser(openUrl)) {
        process.stdout.write(`${openUrl}\n`);
      }
    } else {
      output.answer({ url, openUrl, token }, () => [JSON.stringify({ url, openUrl, token })]);
    }
    await stopped;
    await gateway.close();
    await behind.close();
    return 0;
  },
});
