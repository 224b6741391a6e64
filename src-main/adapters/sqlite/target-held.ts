import { AppError } from '../../contract/errors.ts';

/** TARGET_HELD, naming the run that holds it, and the object where the target is one within a site. */
export function targetHeld(
  target: string,
  { id, title }: { readonly id: string; readonly title: string },
): AppError {
  const [, object] = target.split('#');
  const what = object === undefined ? { zh: '该站点', en: 'This site' } : { zh: `${object} `, en: object };
  const text = {
    zh: `${what.zh}正被执行任务 ${id}（${title}）占用，请继续该任务，或先将其取消。`,
    en: `${what.en} is in use by run ${id} (${title}). Continue that run, or cancel it first.`,
  };
  return new AppError('TARGET_HELD', text, { data: { target, holder: id } });
}
