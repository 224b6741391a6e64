import { spawn } from 'node:child_process';
import type { Caller } from '../../../api/context.ts';
import { createForwardingContext, createForwardingRouter } from '../../../api/forwarding.ts';
import { router } from '../../../api/router.ts';
import { createGateway } from '../../gateway/gateway.ts';
import type { Gateway, GatewayParts } from '../../gateway/gateway.ts';
import { becomeOwner } from '../../owner/become-owner.ts';
import { tryLock } from '../../owner/lock.ts';
import { personName } from '../../owner/person.ts';
import { reportUnforeseen } from '../../owner/report-unforeseen.ts';
import { attachStanding } from '../../owner/standing-attachment.ts';
import { homeOf } from '../access.ts';
import type { CommandLine } from '../command-line.ts';
import { wholeNumber } from '../command-line.ts';
import type { Output } from '../output.ts';
import { textsOf } from '../texts.ts';
import { untilStopped } from '../until-stopped.ts';

/** Opens the default browser; where there is no display the caller prints the address instead. */
function openBrowser(url: string): boolean {
  const hasDisplay =
    process.platform !== 'linux' ||
    [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((display) => (display ?? '') !== '');
  if (!hasDisplay) return false;
  const [program, ...words] = { win32: ['rundll32', 'url.dll,FileProtocolHandler'], darwin: ['open'] }[
    process.platform as string
  ] ?? ['xdg-open'];
  const child = spawn(program ?? 'xdg-open', [...words, url], { stdio: 'ignore', detached: true });
  const print = (): void => void process.stdout.write(`${url}\n`);
  child.on('error', print);
  // There, and without a browser to open.
  child.on('exit', (code) => {
    if (code !== 0) print();
  });
  child.unref();
  return true;
}

/** The router that the gateway serves, wherever the work is done. */
interface Behind extends Pick<GatewayParts, 'router' | 'contextFor' | 'isThere'> {
  readonly close: () => Promise<void>;
}

const caller = (): Caller => ({ kind: 'gateway', by: personName() });

interface Turns {
  readonly onGone: () => void;
  readonly onBack: () => void;
}

/** Owns the home if nobody does; else passes every call on to the owner, and waits for the next one when it goes. */
async function openBehind(home: string, turns: Turns): Promise<Behind> {
  const lock = tryLock(home);
  if (lock === null) return attachBehind(home, turns);
  const owner = await becomeOwner(home, lock, personName());
  return {
    router,
    contextFor: () => owner.contextFor(caller()),
    isThere: () => true,
    close: () => owner.close(),
  };
}

async function attachBehind(home: string, turns: Turns): Promise<Behind> {
  const attached = await attachStanding(home, { kind: 'gateway', by: personName(), ...turns });
  return {
    router: createForwardingRouter(() => attached.client()),
    contextFor: () => createForwardingContext(caller(), reportUnforeseen),
    isThere: () => attached.isThere(),
    close: () => attached.close(),
  };
}

/** `serve`: the gateway, until stopped. With --open (as `npm start` does) it opens the page, or prints its address alone on a line. */
export async function serveCommand(command: CommandLine, output: Output): Promise<number> {
  const port = wholeNumber('--port', command.values.port);
  const texts = textsOf(command.language);
  let gateway: Gateway | null = null;
  const home = homeOf(command);
  // From the start: who stops it while it opens must not leave half of it behind.
  const stopped = untilStopped();
  const behind = await openBehind(home, {
    onGone() {
      output.say(texts.ownerGone);
      gateway?.disconnect();
    },
    onBack: () => output.say(texts.ownerBack),
  });
  const { close, ...served } = behind;
  gateway = await createGateway({ ...served, home, ...(port === null ? {} : { port }) });
  const { url, openUrl, token } = gateway;
  if (command.values.open === true) {
    if (!openBrowser(openUrl)) process.stdout.write(`${openUrl}\n`);
  } else output.answer({ url, openUrl, token }, () => [JSON.stringify({ url, openUrl, token })]);
  await stopped;
  await gateway.close();
  await close();
  return 0;
}
