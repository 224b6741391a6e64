/** The ways to begin, and what was begun. */
export const begin = {
  import: '导入规划表',
  importHint: '选择规划设计表 .xlsx。只在本机读取；支持模板 v20250820 与自定义模板',
  choose: '选择文件…',
  importFailed: '规划表导入失败',
  practiceSite: '演练环境',
  practiceHint: '用示例规划表在模拟集群上走完全程，不会触及任何真实设备',
  practice: '启动演练环境',
  practiceFailed: '演练环境启动失败',
  fault: '预置故障',
  noFault: '不预置故障',
  from: '演练环境',
  fresh: '重新开始',
  goOn: '接着上次',
  unfinished: {
    errors: '规划表有错误',
    notRun: '规划表未执行',
    fine: '未发现问题',
    goOn: '继续',
    more_other: '另有 {{count}} 份未执行的规划表',
  },
} as const;
