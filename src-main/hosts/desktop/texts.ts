import type { Text } from '../../contract/text.ts';

/** What the window itself says: menu, dialogs, notifications. The page has catalogues of its own. */
export const texts = {
  file: { zh: '文件(&F)', en: '&File' },
  quit: { zh: '退出', en: 'Quit' },
  edit: { zh: '编辑(&E)', en: '&Edit' },
  undo: { zh: '撤销', en: 'Undo' },
  redo: { zh: '重做', en: 'Redo' },
  cut: { zh: '剪切', en: 'Cut' },
  copy: { zh: '复制', en: 'Copy' },
  paste: { zh: '粘贴', en: 'Paste' },
  selectAll: { zh: '全选', en: 'Select all' },
  view: { zh: '查看(&V)', en: '&View' },
  start: { zh: '开始', en: 'Start' },
  runs: { zh: '任务', en: 'Runs' },
  sites: { zh: '站点', en: 'Sites' },
  zoomIn: { zh: '放大', en: 'Zoom in' },
  zoomOut: { zh: '缩小', en: 'Zoom out' },
  zoomReset: { zh: '实际大小', en: 'Actual size' },
  fullScreen: { zh: '全屏', en: 'Full screen' },
  help: { zh: '帮助(&H)', en: '&Help' },
  showHome: { zh: '打开数据目录', en: 'Open data folder' },
  about: { zh: '关于 Sitewright', en: 'About Sitewright' },
  aboutDetail: { zh: '版本 {version}\n数据目录 {home}', en: 'Version {version}\nData folder {home}' },
  saveReport: { zh: '保存验收报告', en: 'Save acceptance report' },
  pdf: { zh: 'PDF 文件', en: 'PDF files' },
  practice: { zh: '【演练】', en: '[PRACTICE] ' },
  waits: { zh: '任务 {id} 等待处理', en: 'Run {id} needs attention' },
  failed: { zh: '任务 {id} 失败', en: 'Run {id} failed' },
  succeeded: { zh: '任务 {id} 完成', en: 'Run {id} succeeded' },
  failedUnknown: { zh: '打开任务查看原因。', en: 'Open the run to see why.' },
  leaveTitle: { zh: '任务 {ids} 正在执行', en: 'Run {ids} is in progress' },
  leaveOwn: {
    zh: '退出后，正在执行的步骤会被中断，任务进入「等待处理」，再次打开 Sitewright 后可以继续。',
    en: 'Quitting interrupts the current step. The run then needs attention, and you can continue it when you open Sitewright again.',
  },
  leaveAttached: {
    zh: '任务由另一个 Sitewright 进程执行，退出窗口后会继续；但本窗口不再阻止系统休眠，也不再发出通知。',
    en: 'Another Sitewright process is working on the run, and it continues after this window closes. But this computer may then go to sleep, and you get no notifications.',
  },
  leave: { zh: '仍然退出', en: 'Quit anyway' },
  stay: { zh: '留在 Sitewright', en: 'Stay' },
  cannotOpen: { zh: '无法打开数据目录', en: 'The data folder cannot be opened' },
  pageFails: { zh: '界面反复异常退出', en: 'The window keeps crashing' },
  pageFailsDetail: {
    zh: '任务不受影响，进度和结果都已保存在数据目录中。可以重新加载界面，或退出后用命令行查看任务。',
    en: 'Runs are not affected; their progress and results are saved in the data folder. Reload the window, or quit and check the runs on the command line.',
  },
  reload: { zh: '重新加载界面', en: 'Reload window' },
} as const satisfies Record<string, Text>;

/** Puts values where the words name them in braces. */
export const filled = ({ zh, en }: Text, values: Readonly<Record<string, string>>): Text => ({
  zh: fill(zh, values),
  en: fill(en, values),
});

const fill = (words: string, values: Readonly<Record<string, string>>): string =>
  words.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
