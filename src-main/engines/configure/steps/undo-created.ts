import { AppError } from '../../../contract/errors.ts';
import type { Text } from '../../../contract/text.ts';
import type { Undo } from '../../../runner/definition.ts';
import { networkRetry, type SiteContext, type SiteWorld } from '../world.ts';
import type { Reading } from '../../../ports/reading.ts';

/** How something that a step has created is found again and removed. */
interface Created<Intent, Made> {
  readonly title: Text;
  /** What a step has made that did not come to its end; null where there is none. */
  find(intent: Intent, context: SiteContext): Promise<Reading<Made | null>>;
  isThere(made: Made, context: SiteContext): Promise<Reading<boolean>>;
  remove(made: Made, context: SiteContext): Promise<void>;
}

/** What was removed may be listed a little longer; after this long it counts as not removed. */
const removedWithinMs = 20_000;

/** The removal of what a step has created: looked for before it is sent, and done only when it is not listed any more. */
export function undoOfCreated<Intent, Made>(created: Created<Intent, Made>): Undo<SiteWorld, Intent, Made> {
  return {
    title: created.title,
    onCrash: 'probe',
    retry: networkRetry,
    async find(intent, context) {
      const found = await created.find(intent, context);
      if (found.kind === 'unreadable') {
        throw notFindable(created.title, found.why);
      }
      return found.value;
    },
    async probe(_intent, made, context) {
      const there = await created.isThere(made, context);
      if (there.kind === 'unreadable') {
        return { verdict: 'unreadable', why: there.why };
      }
      return there.value
        ? { verdict: 'todo', found: { zh: '存在', en: 'Present' } }
        : { verdict: 'done', found: { zh: '已不存在', en: 'No longer present' } };
    },
    undo: (_intent, made, context) => created.remove(made, context),
    async verify(_intent, made, context) {
      const { world, signal } = context;
      const until = world.elapsed() + removedWithinMs;
      for (;;) {
        const there = await created.isThere(made, context);
        if (there.kind === 'unreadable' || !there.value) {
          return;
        }
        if (world.elapsed() >= until) {
          throw stillThere(created.title);
        }
        await world.pause(1_000, signal);
      }
    },
  };
}

function notFindable({ zh, en }: Text, why: Text): AppError {
  const text = {
    zh: `${zh}：该步骤没有执行完，且无法读取现状（${why.zh}），不知道是否已创建。请到集群核对并手动删除。`,
    en: `${en}: the step did not finish and the cluster cannot be read (${why.en}), so it is unknown whether it created anything. Check on the cluster and remove it manually.`,
  };
  return new AppError('VERIFY_FAILED', text);
}

function stillThere({ zh, en }: Text): AppError {
  const text = {
    zh: `${zh}：集群已接受删除，但列表中仍有该对象，请到集群核对后重试。`,
    en: `${en}: the cluster accepted the removal but still lists it. Check on the cluster, then retry.`,
  };
  return new AppError('VERIFY_FAILED', text);
}
