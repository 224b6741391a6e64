/** Every sentence and word of the preview to be signed. */
const chinese = {
  title: '变更预览',
  practice: '演练，不涉及真实设备',
  chapters: {
    basis: '依据',
    scope: '范围与合计',
    steps: '将执行的步骤',
    leftOut: '不执行的内容与原因',
    sign: '签字',
  },
  scope: {
    steps: '执行步骤',
    changes: '将变更',
    final: '其中不可撤销',
    unreadable: '其中无法读取现状',
    blocked: '其中受阻',
    same: '只读或已符合',
    count: (count: string): string => `${count} 步`,
  },
  steps: { what: '步骤与调用', now: '现状', then: '将变为', undo: '撤销', sources: '依据' },
  verdicts: { same: '无变更', unreadable: '无法读取', blocked: '受阻' },
  undo: { none: '不可撤销', possible: '可撤销' },
  leftOut: { what: '内容', because: '原因' },
  statement: '双方已核对以上内容，同意按此执行。密码不在本文件中。',
};

type PreviewTexts = typeof chinese;

const english: PreviewTexts = {
  title: 'Change preview',
  practice: 'PRACTICE, no real devices involved',
  chapters: {
    basis: 'Basis',
    scope: 'Scope and totals',
    steps: 'Steps to run',
    leftOut: 'Not included',
    sign: 'Signatures',
  },
  scope: {
    steps: 'Steps',
    changes: 'Changes',
    final: 'of these irreversible',
    unreadable: 'of these unreadable',
    blocked: 'of these blocked',
    same: 'Read-only or no change needed',
    count: (count) => count,
  },
  steps: { what: 'Step and call', now: 'Current', then: 'Planned', undo: 'Undo', sources: 'Source' },
  verdicts: { same: 'No change', unreadable: 'Unreadable', blocked: 'Blocked' },
  undo: { none: 'Irreversible', possible: 'Reversible' },
  leftOut: { what: 'Item', because: 'Reason' },
  statement:
    'Both parties have checked the above and agree to its execution. This document contains no passwords.',
};

export const previewTexts: Readonly<Record<'zh-CN' | 'en', PreviewTexts>> = { 'zh-CN': chinese, en: english };
