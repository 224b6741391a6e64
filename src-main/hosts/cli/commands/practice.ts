import { visibleJson } from '../../../contract/visible.ts';
import { requirePace } from '../../../contract/practice-pace.ts';
import { servePractice } from '../../../runtime.ts';
import { makeHome } from '../../owner/home.ts';
import { homeOf } from '../access.ts';
import type { CommandLine } from '../command-line.ts';
import { wholeNumber } from '../command-line.ts';
import { untilStopped } from '../until-stopped.ts';

/** `practice`: serves the practice site of the home until stopped. Its first line is always JSON, for the program that started it. */
export async function practiceCommand(command: CommandLine): Promise<number> {
  const { values } = command;
  const home = homeOf(command);
  makeHome(home);
  const site = await servePractice({
    home,
    smartxPort: wholeNumber('--smartx-port', values['smartx-port']),
    chunkSizeBytes: wholeNumber('--chunk-size', values['chunk-size']),
    faults: values.fault ?? [],
    pace: values.pace === undefined ? null : requirePace('--pace', values.pace),
  });
  process.stdout.write(
    `${visibleJson(JSON.stringify({ smartx: site.smartx, hosts: site.hosts, journal: site.journalUrl }))}\n`,
  );
  await untilStopped();
  await site.close();
  return 0;
}
