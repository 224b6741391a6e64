import { nodes as en } from './en/nodes.ts';
import { nodes as zhCN } from './zh-CN/nodes.ts';

export const words = { 'zh-CN': { nodes: zhCN }, en: { nodes: en } } as const;
