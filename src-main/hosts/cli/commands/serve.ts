import { spawn } from 'node:child_process';
import { AppError } from '../../../contract/errors.ts';
import { router } from '../../../api/router.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { becomeOwner } from '../../owner/become-owner.ts';
import { tryLock } from '../../owner/lock.ts';
import { homeOf, personName } from '../access.ts';
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

/** `serve`: the gateway, until stopped. With --open (as `npm start` does) it opens the page, or prints its address alone on a line. */
export async function serveCommand(command: CommandLine, output: Output): Promise<number> {
  const home = homeOf(command);
  const lock = tryLock(home);
  if (lock === null)
    throw new AppError('HOME_OWNED', `another process owns ${home}; stop it first, or give another --home`, {
      data: { home },
    });
  const owner = await becomeOwner(home, lock, personName());
  const port = wholeNumber('--port', command.values.port);
  const gateway = await createGateway({
    router,
    contextFor: () => owner.contextFor({ kind: 'gateway', by: personName() }),
    ...(port === null ? {} : { port }),
  });
  const { url, openUrl, token } = gateway;
  if (command.values.open === true) {
    if (!openBrowser(openUrl)) process.stdout.write(`${openUrl}\n`);
  } else output.answer({ url, openUrl, token }, () => `${JSON.stringify({ url, openUrl, token })}\n`);
  await untilStopped();
  await gateway.close();
  await owner.close();
  return 0;
}
