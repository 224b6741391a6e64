/** Everything the page says of its own. What the owner says comes in both languages; names are shown as they are. */
const chinese = {
  runs: '执行任务',
  practice: '演练',
  number: '编号',
  title: '名称',
  state: '状态',
  created: '开始时间',
  step: '步骤',
  attempt: '第几次',
  duration: '用时',
  note: '说明',
  noRuns: '这里还没有执行任务。\n在终端用 sitewright configure 开始一个，它会立即出现在这里。',
  noRun: '在左侧选择一个执行任务，查看它的步骤。',
  noSteps: '还没有步骤。',
  runCount: (count) => `共 ${count} 个`,
  stepCount: (done, total, warnings) =>
    `${done}/${total} 步已结束${warnings > 0 ? ` · ${warnings} 个警告` : ''}`,
  howToAnswer: '在终端回答：',
  needsReason: '（需填写理由）',
  needsValue: '（需填写内容）',
  connecting: '正在连接…',
  live: '实时',
  broken: '连接已断开，任务不受影响；正在重新连接…',
  asOf: (time) => `数据截至 ${time}`,
  closedTitle: '此页面需要一次性链接',
  closedText:
    '链接只能使用一次，十分钟内有效。请在运行 Sitewright 的终端重新执行 sitewright serve，打开它给出的 openUrl。',
  gone: '这个执行任务已不存在。',
  remaining: (time) => `剩余 ${time}`,
  states: {
    pending: '等待',
    running: '执行中',
    canceling: '正在取消',
    waiting: '等待处理',
    succeeded: '完成',
    unchanged: '已符合',
    skipped: '跳过',
    warning: '警告',
    failed: '失败',
    canceled: '已取消',
    unknown: '未知',
  },
};

const english = {
  runs: 'Runs',
  practice: 'PRACTICE',
  number: 'Number',
  title: 'Title',
  state: 'State',
  created: 'Started',
  step: 'Step',
  attempt: 'Attempt',
  duration: 'Time',
  note: 'Note',
  noRuns: 'No run yet.\nStart one in a terminal with sitewright configure; it appears here at once.',
  noRun: 'Select a run on the left to see its steps.',
  noSteps: 'No steps yet.',
  runCount: (count) => `${count} in all`,
  stepCount: (done, total, warnings) =>
    `${done} of ${total} steps ended${warnings > 0 ? ` · ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : ''}`,
  howToAnswer: 'Answer in a terminal: ',
  needsReason: ' (needs a reason)',
  needsValue: ' (needs a value)',
  connecting: 'Connecting…',
  live: 'Live',
  broken: 'Connection lost; runs go on. Connecting again…',
  asOf: (time) => `As of ${time}`,
  closedTitle: 'This page needs a one-time link',
  closedText:
    'A link works once, for ten minutes. Run sitewright serve again in the terminal where Sitewright runs, and open the openUrl it prints.',
  gone: 'This run is no longer there.',
  remaining: (time) => `${time} left`,
  states: {
    pending: 'Pending',
    running: 'Running',
    canceling: 'Canceling',
    waiting: 'Waiting',
    succeeded: 'Done',
    unchanged: 'Already so',
    skipped: 'Skipped',
    warning: 'Warning',
    failed: 'Failed',
    canceled: 'Canceled',
    unknown: 'Unknown',
  },
};

export const languages = { 'zh-CN': chinese, en: english };

/** The words of a text of the owner, `{ zh, en }`, in the language. */
export const textIn = ({ zh, en }, language) => (language === 'en' ? en : zh);

/** What was chosen on this machine before, else what the browser asks for. */
export function firstLanguage() {
  const chosen = localStorage.getItem('language');
  if (chosen !== null && chosen in languages) return chosen;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
