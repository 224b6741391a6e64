import { option } from '../declare.ts';
import { defineCommand } from '../define-command.ts';
import { ports, wholeNumber } from '../option-values.ts';

export const command = defineCommand({
  does: {
    zh: '启动网关，直到停止；期间占用数据目录，已被其他进程占用时把每个调用转给它，它退出后等待下一个',
    en: 'serves the gateway until stopped; owns the data folder meanwhile, or forwards every call to the process that does and waits for the next one when that process ends',
  },
  documents: { '': 'first line, always JSON: {url, openUrl, token}' },
  declare: (bare) =>
    bare
      .addOption(
        option('--port <N>', {
          zh: '端口；不指定时用本数据目录上次的端口，否则用空闲端口',
          en: 'the port; default: the one used before in this data folder, else a free one',
        }).argParser(wholeNumber('--port', ports)),
      )
      .addOption(
        option('--open', {
          zh: '在浏览器中打开页面（npm start 使用）；没有显示器时单独一行输出地址',
          en: 'opens the page, as npm start does, or prints its address alone on a line where there is no display',
        }).hideHelp(),
      ),
  async run({ options, command: line, output }) {
    const { servePages } = await import('./serve-pages.ts');
    return servePages({
      command: line,
      output,
      port: options.port ?? 0,
      isOpened: options.open ?? false,
    });
  },
});
