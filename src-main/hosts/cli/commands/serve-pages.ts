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
import type { CommandLine } from '../command-line.ts';
import { sentenceOf, type Output } from '../output.ts';
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

export interface Serving {
  readonly command: CommandLine;
  readonly output: Output;
  /** 0: the one it had before, else a free one. */
  readonly port: number;
  /** Opens the page, or prints its address alone on a line. */
  readonly isOpened: boolean;
}

/** The gateway, until stopped. Returns the exit code. */
export async function servePages({ command, output, port, isOpened }: Serving): Promise<number> {
  const texts = textsOf(command.language);
  let gateway: Gateway | null = null;
  const home = homeOf(command);
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
    onFailure: (thrown) => output.say(sentenceOf(thrown, command.language)),
  });
  gateway = await createGateway({
    router: createForwardingRouter(() => behind.client()),
    contextFor: () => createForwardingContext(caller(), reportUnforeseen),
    isThere: () => behind.isThere(),
    home,
    port,
  });
  const { url, openUrl, token } = gateway;
  if (isOpened) {
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
}
