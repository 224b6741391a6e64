/** Every sentence and word of the preview to be signed. */
const chinese = {
  title: '变更预览',
  practice: '演练，不涉及真实设备',
  chapters: {
    basis: '依据',
    scope: '范围与合计',
    steps: '将执行的步骤',
    leftOut: '不执行的内容与原因',
    decided: '改值与忽略的问题',
    sign: '签字',
  },
  scope: { count: (count: string): string => `${count} 步` },
  steps: { what: '步骤与调用', now: '现状', then: '将变为', undo: '撤销', sources: '依据' },
  verdicts: {
    same: '无变更',
    looksOnly: '只读',
    unreadable: '现状未知',
    blocked: '受阻',
    later: '受阻，执行时再次检查',
  },
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
    decided: 'Overrides and ignored findings',
    sign: 'Signatures',
  },
  scope: { count: (count) => count },
  steps: { what: 'Step and call', now: 'Current', then: 'Planned', undo: 'Undo', sources: 'Source' },
  verdicts: {
    same: 'No change',
    looksOnly: 'Read-only',
    unreadable: 'Unknown until run time',
    blocked: 'Blocked',
    later: 'Blocked; checked again during the run',
  },
  undo: { none: 'Irreversible', possible: 'Reversible' },
  leftOut: { what: 'Item', because: 'Reason' },
  statement:
    'Both parties have checked the above and agree to its execution. This document contains no passwords.',
};

export const previewTexts: Readonly<Record<'zh-CN' | 'en', PreviewTexts>> = { 'zh-CN': chinese, en: english };
