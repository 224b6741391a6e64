export const clusters = {
  cluster: '集群',
  failed: '连接列表读取失败',
  choose: {
    none: '还没有可用的集群',
    noneHint: '添加一个连接，或先用演练集群熟悉：它自带工作负载和节点，不接触任何真实站点。',
    which: '请选择集群',
    whichHint: '没有默认连接；在「连接」中设为默认后，这里会直接打开它。',
    add: '添加连接…',
    practice: '打开演练集群',
    failed: '演练集群未能打开',
    gone: '没有这个连接',
    goneHint: '名为 {{name}} 的连接不存在，或不支持此功能。',
    all: '选择其他集群',
  },
  watch: {
    stale: '「{{kinds}}」列表停在 {{time}}（{{age}}前），当前显示的可能已过时。{{why}}恢复后会自动更新。',
    never: '「{{kinds}}」列表尚未读到。{{why}}恢复后会自动更新。',
  },
  unseen: '没有权限读取',
} as const;
