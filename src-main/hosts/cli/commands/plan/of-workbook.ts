/** What every command about a workbook takes, and the workbook in the hands of the application. */
import type { Access } from '../../access.ts';
import type { CommandLine } from '../../command-line.ts';
import { argument, option } from '../../declare.ts';

export const workbook = argument('<workbook>', { zh: '规划表', en: 'planning workbook' });

export const profile = option('--profile <ID>', {
  zh: '强制使用该模板配置；不指定时自动识别',
  en: 'forces a template profile; without it the profile is recognized',
});

/** The workbook as the file it was granted as. */
export interface WorkbookRequest {
  readonly file: string;
  readonly profile?: string;
}

export async function requestFor(
  { client }: Access,
  command: CommandLine,
  given: { readonly path: string; readonly profile: string | undefined },
): Promise<WorkbookRequest> {
  const { grant } = await client.files.grant({ path: command.path(given.path) });
  return given.profile === undefined ? { file: grant } : { file: grant, profile: given.profile };
}
