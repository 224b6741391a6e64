import type { Migration } from '../migrate.ts';

/** The same words in both languages, which is all that can be said of sentences written before there were two. */
const both = (words: string): string => `json_object('zh', ${words}, 'en', ${words})`;

/** An array of objects with the words under one key in both languages. */
const eachBoth = (array: string, key: string): string =>
  `(SELECT json_group_array(json_set(item.value, '$.${key}', ${both(`item.value ->> '${key}'`)})) FROM json_each(${array}) AS item)`;

const asked = `json_set(question.value, '$.text', ${both(`question.value ->> 'text'`)}, '$.choices', json(${eachBoth(`question.value, '$.choices'`, 'title')}))`;

/** What a write-back replaced, as its step's output or else its run tells: what is ours is recognised by both hashes. */
const replacedHash = `coalesce(
  (SELECT step.output ->> 'sha256Before' FROM step WHERE step.run_id = attempt.run_id AND step.key = 'write-back'),
  (SELECT run.input ->> '$.workbook.sha256' FROM run WHERE run.id = attempt.run_id))`;

/** Sentences that a person reads are kept in Chinese and English. An ended run may have its site read again. */
export const texts: Migration = {
  version: 40,
  name: 'texts',
  sql: `
    UPDATE step SET message = ${both('message')} WHERE message IS NOT NULL;
    UPDATE step SET shape = json_set(shape, '$.title', ${both(`shape ->> 'title'`)});
    UPDATE step SET failure = json_set(failure, '$.message', ${both(`failure ->> 'message'`)}) WHERE failure IS NOT NULL;
    UPDATE step SET skip_reason = json_set(skip_reason, '$.text', ${both(`skip_reason ->> 'text'`)}) WHERE skip_reason IS NOT NULL;
    UPDATE attempt SET found = ${both('found')} WHERE found IS NOT NULL;
    UPDATE attempt SET error = json_set(error, '$.message', ${both(`error ->> 'message'`)}) WHERE error IS NOT NULL;
    UPDATE run SET questions = (SELECT json_group_array(json(${asked})) FROM json_each(run.questions) AS question);
    UPDATE run SET input = json_set(input,
        '$.blocked', json(${eachBoth(`run.input, '$.blocked'`, 'because')}),
        '$.notPlanned', json(${eachBoth(`run.input, '$.notPlanned'`, 'because')}))
      WHERE kind = 'configure';
    UPDATE run SET input = json_set(input,
        '$.input.blocked', json(${eachBoth(`run.input, '$.input.blocked'`, 'because')}),
        '$.input.notPlanned', json(${eachBoth(`run.input, '$.input.notPlanned'`, 'because')}))
      WHERE kind = 'configure:revert';
    UPDATE attempt SET intent = json_set(intent, '$.sha256Before', ${replacedHash})
      WHERE step_key = 'write-back' AND intent ->> 'sha256After' IS NOT NULL AND intent ->> 'sha256Before' IS NULL;
    UPDATE step SET shape = json_set(shape, '$.repeatable', json('true')) WHERE key = 'reread';
    UPDATE run SET allows = json_insert(allows, '$[#]', 'recheck')
      WHERE state IN ('succeeded', 'failed', 'canceled')
        AND EXISTS (SELECT 1 FROM step WHERE step.run_id = run.id AND step.key = 'reread' AND step.state = 'succeeded');
  `,
};
