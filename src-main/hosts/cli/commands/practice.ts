import { visibleJson } from '../../../contract/visible.ts';
import { requirePace } from '../../../contract/practice-pace.ts';
import { servePractice } from '../../../runtime.ts';
import { makeHome } from '../../owner/home.ts';
import { homeOf } from '../access.ts';
import { type CommandLine, ports, requireNoMore, wholeNumber } from '../command-line.ts';
import { untilStopped } from '../until-stopped.ts';

/** In bytes; a chunk is held in memory. */
const chunkSizes = { from: 1, to: 1024 ** 3 };

/** `practice`: serves the practice site of the home until stopped. Its first line is always JSON, for the program that started it. */
export async function practiceCommand(command: CommandLine): Promise<number> {
  const { values } = command;
  requireNoMore(command, 1);
  const home = homeOf(command);
  const order = {
    home,
    smartxPort: wholeNumber('--smartx-port', values['smartx-port'], ports),
    chunkSizeBytes: wholeNumber('--chunk-size', values['chunk-size'], chunkSizes),
    faults: values.fault ?? [],
    pace: values.pace === undefined ? null : requirePace('--pace', values.pace),
  };
  makeHome(home);
  const site = await servePractice(order);
  process.stdout.write(
    `${visibleJson(JSON.stringify({ smartx: site.smartx, hosts: site.hosts, journal: site.journalUrl }))}\n`,
  );
  await untilStopped();
  await site.close();
  return 0;
}
