import type { Language } from '../../contract/text.ts';

/** The words of the command line in both languages; codes and keys never change with them. */
const sentences = {
  'zh-CN': {
    practice: '演练',
    warnings: (count: number) => `警告 ${count} 项`,
    runLine: (id: string, state: string) => `执行任务 ${id}：${state}`,
    asks: (text: string) => `需要处理：${text}`,
    answerWith: (id: string, choices: string) =>
      `用 sitewright runs answer ${id} --choose … 回答：${choices}`,
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
    pairing: { paired: '已配对', ambiguous: '不明确', missing: '未找到' },
    severity: { error: '错误', warning: '警告', info: '提示' },
    verdict: { done: '已符合', todo: '将变更', blocked: '受阻', unreadable: '无法读取' },
    undo: { none: '不可撤销', possible: '可撤销' },
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
    nothingAsked: '没有待回答的问题',
    servesRuns: (ids: string) => `本命令已完成；执行任务 ${ids} 仍在本进程中执行，本进程将等其结束后退出`,
    interrupts: (ids: string) => `再按一次 Ctrl-C 立即退出，并中断执行任务 ${ids}`,
    servesAttached: '本命令已完成；还有其他进程连接着本进程，等其断开后退出（按 Ctrl-C 立即退出）',
    ownerLost: (id: string) => `占用数据目录的进程已退出；执行任务 ${id} 的当前状态如下`,
    ownerGone: '占用数据目录的进程已退出；正在等待下一个',
    ownerBack: '已连接到占用数据目录的进程',
  },
  en: {
    practice: 'PRACTICE',
    warnings: (count: number) => `${count} warnings`,
    runLine: (id: string, state: string) => `run ${id} ${state}`,
    asks: (text: string) => `asks: ${text}`,
    answerWith: (id: string, choices: string) =>
      `answer with sitewright runs answer ${id} --choose …: ${choices}`,
    already: 'already so',
    noFindings: 'no findings',
    counts: (error: number, warning: number, info: number) =>
      `${error} errors, ${warning} warnings, ${info} notes`,
    fix: 'fix',
    leftOut: 'left out',
    written: (path: string) => `wrote ${path}`,
    noRuns: 'there are no runs yet',
    override: 'override',
    ignored: 'ignored',
    confirmed: (id: string) => `kept the mapping ${id}`,
    look: { ok: 'ok', warning: 'warning', error: 'ERROR', unknown: 'unknown' },
    pairing: { paired: 'paired', ambiguous: 'AMBIGUOUS', missing: 'MISSING' },
    severity: { error: 'error', warning: 'warning', info: 'note' },
    verdict: { done: 'done', todo: 'change', blocked: 'blocked', unreadable: 'unreadable' },
    undo: { none: 'cannot be undone', possible: 'can be undone' },
    confirm: 'Run the plan as previewed? [y/N] ',
    useAddress: (url: string) => `No site given. Use the first host's management address, ${url}? [y/N] `,
    imagesBeside: (names: readonly string[]) =>
      `${names.join(', ')} beside the workbook is not used; to upload ${names.length > 1 ? 'one, name it with --iso' : 'it, add --iso'}`,
    confirmAdoption: 'The existing object differs from the plan. Use it as it is? [y/N] ',
    planned: 'planned',
    actual: 'current',
    detached: (id: string) => `detached; run ${id} goes on in the process that owns the home`,
    left: (seconds: number) => `about ${seconds} s left`,
    canceling: 'canceling; press Ctrl-C again to leave at once',
    nothingAsked: 'nothing is asked',
    servesRuns: (ids: string) =>
      `This command is done. Run ${ids} still works in this process, which stays until it has ended.`,
    interrupts: (ids: string) => `Press Ctrl-C again to leave now and interrupt run ${ids}.`,
    servesAttached:
      'This command is done. Other processes are attached to it, so it stays until they have let go (Ctrl-C leaves now).',
    ownerLost: (id: string) => `The process that owned the home has gone. Run ${id} as it stands now:`,
    ownerGone: 'the process that owned the home has gone; waiting for the next one',
    ownerBack: 'attached to the process that owns the home',
  },
} as const;

export function textsOf(language: Language): (typeof sentences)[Language] {
  return sentences[language];
}
