import { counted } from '../../contract/counted.ts';
import type { Language } from '../../contract/text.ts';

/** The words of the command line in both languages; codes and keys never change with them. */
const sentences = {
  'zh-CN': {
    practice: '演练',
    warnings: (count: number) => `警告 ${count} 项`,
    runLine: (id: string, state: string) => `执行任务 ${id}：${state}`,
    asks: (text: string) => `需要处理：${text}`,
    answerWith: (id: string, choices: string) =>
      `用 sitewright runs answer ${id} --choose … 处理：${choices}`,
    already: '已符合',
    scopeLine: (title: string, state: string) => `${title}：${state}`,
    leftOut: '不执行',
    written: (path: string) => `已写入 ${path}`,
    detached: (id: string) => `已断开，执行任务 ${id} 在占用数据目录的进程中继续`,
    left: (seconds: number) => `剩余约 ${seconds} 秒`,
    canceling: '正在取消；再按一次 Ctrl-C 立即退出',
    servesRuns: (ids: readonly string[]) =>
      `本命令已完成；执行任务 ${ids.join('、')} 仍在本进程中执行，结束后本进程退出`,
    interrupts: (ids: readonly string[]) => `再按一次 Ctrl-C 立即退出，并中断执行任务 ${ids.join('、')}`,
    servesAttached: '本命令已完成；仍有其他进程连接本进程，断开后本进程退出（按 Ctrl-C 立即退出）',
    ownerLost: (id: string) => `占用数据目录的进程已退出；执行任务 ${id} 的当前状态如下`,
    ownerGone: '占用数据目录的进程已退出；正在等待新的进程',
    ownerBack: '已连接到占用数据目录的进程',
  },
  en: {
    practice: 'PRACTICE',
    warnings: (count: number) => counted(count, 'warning'),
    runLine: (id: string, state: string) => `Run ${id}: ${state}`,
    asks: (text: string) => `Needs attention: ${text}`,
    answerWith: (id: string, choices: string) =>
      `Answer with sitewright runs answer ${id} --choose …: ${choices}`,
    already: 'no change needed',
    scopeLine: (title: string, state: string) => `${title}: ${state}`,
    leftOut: 'not included',
    written: (path: string) => `Wrote ${path}`,
    detached: (id: string) => `Detached. Run ${id} continues in the process that owns the data folder.`,
    left: (seconds: number) => `about ${seconds} s left`,
    canceling: 'Canceling. Press Ctrl-C again to exit immediately.',
    servesRuns: (ids: readonly string[]) =>
      ids.length === 1
        ? `This command is done. Run ${ids.join()} is still in progress in this process, which exits when the run ends.`
        : `This command is done. Runs ${ids.join(', ')} are still in progress in this process, which exits when they end.`,
    interrupts: (ids: readonly string[]) =>
      `Press Ctrl-C again to exit immediately and interrupt ${ids.length === 1 ? 'run' : 'runs'} ${ids.join(', ')}.`,
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
