import { requirePace } from '../../../contract/practice-pace.ts';
import { textIn, type Language } from '../../../contract/text.ts';
import { visibleJson } from '../../../contract/visible.ts';
import { makeHome } from '../../owner/home.ts';
import { homeOf } from '../access.ts';
import { collected, option } from '../declare.ts';
import { defineCommand } from '../define-command.ts';
import type { servePractice } from '../../../runtime.ts';
import { ports, wholeNumber } from '../option-values.ts';
import { untilStopped } from '../until-stopped.ts';

/** In bytes; a chunk is held in memory. */
const chunkSizes = { from: 1, to: 1024 ** 3 };

/** Every fault that can be ordered. */
async function faultHelp(language: Language): Promise<string> {
  const { practiceFaults } = await import('../../../runtime.ts');
  const faults = await practiceFaults();
  const width = Math.max(...faults.map(({ example }) => example.length)) + 2;
  return faults
    .map(({ example, description }) => `  ${example.padEnd(width)}${textIn(description, language)}`)
    .join('\n');
}

/** One that cannot have its Kubernetes is not served at all. */
async function kubernetesOf(site: Awaited<ReturnType<typeof servePractice>>): Promise<object> {
  try {
    return await site.kubernetes();
  } catch (thrown) {
    await site.close();
    throw thrown;
  }
}

/** Its first line is always JSON, for the program that started it. */
export const command = defineCommand({
  does: {
    zh: '启动本数据目录的演练环境，直到停止；--help 列出可设置的故障',
    en: 'serves the practice site of the data folder until stopped; --help lists the faults',
  },
  documents: {
    '': 'first line, always JSON: {smartx: {url, username, password}, hosts: [{host, port, …}], kubernetes: {server, kubeconfig}, journal}; kubeconfig is a path; hosts is empty until a plan has attached',
  },
  moreHelp: faultHelp,
  declare: (bare) =>
    bare
      .addOption(
        option('--smartx-port <N>', {
          zh: '端口；0 或不指定时用上次的端口，否则用空闲端口',
          en: 'the port; 0 or not given: the one used last time, else a free one',
        }).argParser(wholeNumber('--smartx-port', ports)),
      )
      .addOption(
        option('--chunk-size <BYTES>', {
          zh: '镜像上传的分片大小，字节',
          en: 'chunk size of image uploads, in bytes',
        }).argParser(wholeNumber('--chunk-size', chunkSizes)),
      )
      .addOption(
        option('--pace <PACE>', {
          zh: '速度：real 或 fast；默认取 SITEWRIGHT_PRACTICE_PACE，否则为 real',
          en: 'real or fast; by default SITEWRIGHT_PRACTICE_PACE, else real',
        }).argParser((given) => requirePace('--pace', given)),
      )
      .addOption(
        option('--fault <SPEC>', {
          zh: '设置故障：POINT[:WORD | :KEY=VALUE]…；可重复。随进程结束',
          en: 'injects a fault, POINT[:WORD | :KEY=VALUE]…; repeatable. Faults end with the process',
        }).argParser(collected),
      ),
  async run({ options, command: line }) {
    const { servePractice } = await import('../../../runtime.ts');
    const home = homeOf(line);
    makeHome(home);
    const site = await servePractice({
      home,
      smartxPort: options.smartxPort ?? null,
      chunkSizeBytes: options.chunkSize ?? null,
      faults: options.fault ?? [],
      pace: options.pace ?? null,
    });
    const { smartx, hosts, journalUrl: journal } = site;
    const kubernetes = await kubernetesOf(site);
    process.stdout.write(`${visibleJson(JSON.stringify({ smartx, hosts, kubernetes, journal }))}\n`);
    await untilStopped();
    await site.close();
    return 0;
  },
});
