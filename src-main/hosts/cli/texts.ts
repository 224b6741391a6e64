import type { Language } from '../../contract/text.ts';

/** The words of the command line in both languages; codes and keys never change with them. */
const sentences = {
  'zh-CN': {
    practice: '演练',
    warnings: (count: number) => `警告 ${count} 项`,
    runLine: (id: string, state: string) => `执行任务 ${id}：${state}`,
    startedBy: (name: string) => `发起人：${name}`,
    asks: (text: string) => `需要处理：${text}`,
    answerWith: (id: string, choices: string) =>
      `用 sitewright runs answer ${id} --choose … 处理：${choices}`,
    already: '已符合',
    noFindings: '没有发现问题',
    counts: (error: number, warning: number, info: number) => `错误 ${error}，警告 ${warning}，提示 ${info}`,
    fix: '处理',
    leftOut: '不执行',
    written: (path: string) => `已写入 ${path}`,
    noRuns: '还没有执行任务',
    override: '改值',
    ignored: '忽略',
    confirmed: (id: string) => `已保存映射 ${id}`,
    look: { ok: '正常', warning: '警告', error: '错误', unknown: '未知' },
    wants: { logins: '（加 --try-logins）', token: '（加 --token env:变量名）' },
    pairing: { paired: '已配对', ambiguous: '不明确', missing: '未找到' },
    severity: { error: '错误', warning: '警告', info: '提示' },
    verdict: { done: '已符合', todo: '将变更', blocked: '受阻', unreadable: '现状未知', looksOnly: '只读' },
    undo: { none: '不可撤销', possible: '可撤销' },
    awaits: (keys: string) => `（取决于 ${keys} 的执行结果）`,
    expands: '（其结果决定后续步骤）',
    confirm: '确认按预览执行？[y/N] ',
    useAddress: (url: string) => `未指定站点。使用规划表中第一台主机的管理地址 ${url}？[y/N] `,
    imagesBeside: (names: readonly string[]) =>
      `规划表所在目录有 ${names.join('、')}，本次未使用；如需上传，请用 --iso 指定${names.length > 1 ? '其中一个' : ''}`,
    confirmAdoption: '现有对象与规划不一致，确认采用现有？[y/N] ',
    planned: '规划',
    actual: '现场',
    detached: (id: string) => `已断开，执行任务 ${id} 在占用数据目录的进程中继续`,
    left: (seconds: number) => `剩余约 ${seconds} 秒`,
    canceling: '正在取消；再按一次 Ctrl-C 立即退出',
    nothingAsked: '没有待处理的问题',
    servesRuns: (ids: string) => `本命令已完成；执行任务 ${ids} 仍在本进程中执行，结束后本进程退出`,
    interrupts: (ids: string) => `再按一次 Ctrl-C 立即退出，并中断执行任务 ${ids}`,
    servesAttached: '本命令已完成；仍有其他进程连接本进程，断开后本进程退出（按 Ctrl-C 立即退出）',
    ownerLost: (id: string) => `占用数据目录的进程已退出；执行任务 ${id} 的当前状态如下`,
    ownerGone: '占用数据目录的进程已退出；正在等待新的进程',
    ownerBack: '已连接到占用数据目录的进程',
  },
  en: {
    practice: 'PRACTICE',
    warnings: (count: number) => `${count} ${count === 1 ? 'warning' : 'warnings'}`,
    runLine: (id: string, state: string) => `Run ${id}: ${state}`,
    startedBy: (name: string) => `Started by ${name}`,
    asks: (text: string) => `Needs attention: ${text}`,
    answerWith: (id: string, choices: string) =>
      `Answer with sitewright runs answer ${id} --choose …: ${choices}`,
    already: 'no change needed',
    noFindings: 'No findings',
    counts: (error: number, warning: number, info: number) =>
      `${error} errors, ${warning} warnings, ${info} notes`,
    fix: 'fix',
    leftOut: 'not included',
    written: (path: string) => `Wrote ${path}`,
    noRuns: 'No runs yet',
    override: 'override',
    ignored: 'ignored',
    confirmed: (id: string) => `Saved mapping ${id}`,
    look: { ok: 'OK', warning: 'warning', error: 'ERROR', unknown: 'unknown' },
    wants: { logins: ' (add --try-logins)', token: ' (add --token env:NAME)' },
    pairing: { paired: 'paired', ambiguous: 'AMBIGUOUS', missing: 'NOT FOUND' },
    severity: { error: 'error', warning: 'warning', info: 'note' },
    verdict: {
      done: 'no change needed',
      todo: 'change',
      blocked: 'blocked',
      unreadable: 'unknown until run time',
      looksOnly: 'read-only',
    },
    undo: { none: 'irreversible', possible: 'reversible' },
    awaits: (keys: string) => ` (depends on the result of ${keys})`,
    expands: ' (its result decides which steps follow)',
    confirm: 'Run the plan as previewed? [y/N] ',
    useAddress: (url: string) =>
      `No site given. Use the management IP of the first host in the workbook, ${url}? [y/N] `,
    imagesBeside: (names: readonly string[]) =>
      `Found next to the workbook but not used: ${names.join(', ')}. To upload ${names.length > 1 ? 'one of them' : 'it'}, add --iso.`,
    confirmAdoption: 'The existing object differs from the plan. Use the existing object? [y/N] ',
    planned: 'planned',
    actual: 'current',
    detached: (id: string) => `Detached. Run ${id} continues in the process that owns the data folder.`,
    left: (seconds: number) => `about ${seconds} s left`,
    canceling: 'Canceling. Press Ctrl-C again to exit immediately.',
    nothingAsked: 'No open question',
    servesRuns: (ids: string) =>
      `This command is done. Run ${ids} is still in progress in this process, which exits when the run ends.`,
    interrupts: (ids: string) => `Press Ctrl-C again to exit immediately and interrupt run ${ids}.`,
    servesAttached:
      'This command is done. Other processes are still attached to this process, which exits when they disconnect (Ctrl-C exits immediately).',
    ownerLost: (id: string) =>
      `The process that owned the data folder has exited. Current state of run ${id}:`,
    ownerGone: 'The process that owned the data folder has exited. Waiting for the next one.',
    ownerBack: 'Attached to the process that owns the data folder.',
  },
} as const;

export function textsOf(language: Language): (typeof sentences)[Language] {
  return sentences[language];
}
