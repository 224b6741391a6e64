import type { Text } from './text.ts';

/** What is said of runs that have a folder in `place` and no record in the database. */
export function unlistedNotice(place: string, runs: readonly string[]): Text {
  return {
    zh: `${place} 中有数据库里没有记录的执行任务：${runs.join('、')}（例如恢复了较早的备份）。其日志和报告保留在各自目录中，不会被覆盖，新任务不会使用这些编号。`,
    en: `${place} has runs that the database has no record of: ${runs.join(', ')}, as after restoring an older backup. Their logs and reports stay in their folders and are not overwritten; new runs do not use these numbers.`,
  };
}
