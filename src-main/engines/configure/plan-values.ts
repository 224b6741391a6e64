import type { z } from 'zod';
import { zhCN } from 'zod/locales';
import { AppError } from '../../contract/errors.ts';
import { type SitePlan, sitePlanSchema } from '../../contract/site-plan.ts';
import type { ConfigureInput } from './input.ts';

type Container = Record<string, unknown> | unknown[];

/** `hosts[2].managementIp` → ['hosts', 2, 'managementIp']. */
export function parsePath(key: string): readonly (string | number)[] {
  const parts = key.split(/[.[\]]+/).filter((part) => part !== '');
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** What stands there; undefined where there is nothing to stand in. */
export function read(container: unknown, part: string | number): unknown {
  return isContainer(container) ? (container as Record<string | number, unknown>)[part] : undefined;
}

/** The value at a path of the plan as text, null when it is empty, undefined when there is no such path. */
export function valueAt(plan: SitePlan, key: string): string | null | undefined {
  const value = parsePath(key).reduce<unknown>(read, plan);
  if (value === undefined || isContainer(value)) {
    return undefined;
  }
  if (value === null) {
    return null;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The plan with one value replaced; the result is a valid plan or the edit is refused. */
export function withValue(plan: SitePlan, key: string, value: string): SitePlan {
  const before = valueAt(plan, key);
  // Passwords are no values of the plan, also where the sheet has none: they must not get into a message or the store.
  if (before === undefined || key.startsWith('origins') || key.endsWith('.password')) {
    const text = {
      zh: `规划中没有 ${key} 这个可修改的值，请用 plan show 查看全部键名。`,
      en: `${key} is not a value of the plan that can be edited. List all keys with plan show.`,
    };
    throw new AppError('INPUT_INVALID', text, { data: { key } });
  }
  const copy: unknown = structuredClone(plan);
  const path = parsePath(key);
  const holder = path.slice(0, -1).reduce<unknown>(read, copy);
  const last = path.at(-1) ?? '';
  const numeric = typeof read(holder, last) === 'number' || last === 'vlanId';
  (holder as Record<string | number, unknown>)[last] = numeric ? Number(value) : value === '' ? null : value;
  const checked = sitePlanSchema.safeParse(copy);
  if (!checked.success) {
    const chinese = sitePlanSchema.safeParse(copy, { error: zhCN().localeError });
    const text = {
      zh: `「${value}」不能作为 ${key} 的值：${firstIssue(chinese)}。请修正后重试。`,
      en: `"${value}" is not valid for ${key}: ${firstIssue(checked)}. Correct it, then retry.`,
    };
    throw new AppError('INPUT_INVALID', text, { data: { key } });
  }
  return checked.data;
}

const firstIssue = ({ error }: z.ZodSafeParseResult<unknown>): string => error?.issues[0]?.message ?? '';

/** The plan with every edit applied. Step keys are made from the plan as read, so that they stay what they were. */
export function effectivePlan(input: ConfigureInput): SitePlan {
  return input.edits.reduce((plan, { key, value }) => withValue(plan, key, value), input.plan);
}
