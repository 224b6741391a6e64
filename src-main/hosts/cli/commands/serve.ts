import { spawn } from 'node:child_process';
import { AppError } from '../../../contract/errors.ts';
import type { Caller } from '../../../api/context.ts';
import { createForwardingContext, createForwardingRouter } from '../../../api/forwarding.ts';
import { router } from '../../../api/router.ts';
import { createGateway } from '../../gateway/gateway.ts';
import type { GatewayParts } from '../../gateway/gateway.ts';
import { attach } from '../../owner/attach.ts';
import { becomeOwner } from '../../owner/become-owner.ts';
import { tryLock } from '../../owner/lock.ts';
import { personName } from '../../owner/person.ts';
import { reportUnforeseen } from '../../owner/report-unforeseen.ts';
import { homeOf } from '../access.ts';
import type { CommandLine } from '../command-line.ts';
import { wholeNumber } from '../command-line.ts';
import type { Output } from '../output.ts';
import { untilStopped } from '../until-stopped.ts';

/** Opens the default browser; where there is no display the caller prints the address instead. */
function openBrowser(url: string): boolean {
  const hasDisplay =
    process.platform !== 'linux' ||
    process.env['DISPLAY'] !== undefined ||
    process.env['WAYLAND_DISPLAY'] !== undefined;
  if (!hasDisplay) return false;
  const [program, ...words] = { win32: ['rundll32', 'url.dll,FileProtocolHandler'], darwin: ['open'] }[
    process.platform as string
  ] ?? ['xdg-open'];
  const child = spawn(program ?? 'xdg-open', [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => process.stdout.write(`${url}\n`));
  child.unref();
  return true;
}

/** The router that the gateway serves, wherever the work is done. */
interface Behind extends Pick<GatewayParts, 'router' | 'contextFor'> {
  /** Settles when the process that does the work has gone; never for the owner itself. */
  readonly gone: Promise<void>;
  close(): Promise<void>;
}

const caller = (): Caller => ({ kind: 'gateway', by: personName() });

/** Owns the home if nobody does; else passes every call on to the owner. */
async function openBehind(home: string): Promise<Behind> {
  const lock = tryLock(home);
  if (lock === null) return attachBehind(home);
  const owner = await becomeOwner(home, lock, personName());
  return {
    router,
    contextFor: () => owner.contextFor(caller()),
    gone: new Promise<never>(() => undefined),
    close: () => owner.close(),
  };
}

async function attachBehind(home: string): Promise<Behind> {
  const attached = await attach(home, { kind: 'gateway', by: personName() });
  return {
    router: createForwardingRouter(attached.client),
    contextFor: () => createForwardingContext(caller(), reportUnforeseen),
    gone: attached.closed,
    close: () => attached.close(),
  };
}

/** `serve`: the gateway, until stopped. With --open (as `npm start` does) it opens the page, or prints its address alone on a line. */
export async function serveCommand(command: CommandLine, output: Output): Promise<number> {
  const port = wholeNumber('--port', command.values.port);
  const behind = await openBehind(homeOf(command));
  const { router: served, contextFor } = behind;
  const gateway = await createGateway({
    ...{ router: served, contextFor },
    ...(port === null ? {} : { port }),
  });
  const { url, openUrl, token } = gateway;
  if (command.values.open === true) {
    if (!openBrowser(openUrl)) process.stdout.write(`${openUrl}\n`);
  } else output.answer({ url, openUrl, token }, () => `${JSON.stringify({ url, openUrl, token })}\n`);
  const isGone = await Promise.race([untilStopped().then(() => false), behind.gone.then(() => true)]);
  await gateway.close();
  await behind.close();
  if (isGone) throw ownerGone();
  return 0;
}

/** A gateway that was attached never takes the home itself: whoever starts it again decides that. */
function ownerGone(): AppError {
  return new AppError('OWNER_UNREACHABLE', {
    zh: '占用数据目录的进程已退出，网关随之停止；请重新运行 serve。',
    en: 'the process that owned the home has gone, and the gateway with it; run serve again',
  });
}
