import type { Migration } from '../migrate.ts';

/** The same words in both languages, which is all that can be said of sentences written before there were two. */
const both = (words: string): string => `json_object('zh', ${words}, 'en', ${words})`;

/** An array of objects with the words under one key in both languages. */
const eachBoth = (array: string, key: string): string =>
  `(SELECT json_group_array(json_set(item.value, '$.${key}', ${both(`item.value ->> '${key}'`)})) FROM json_each(${array}) AS item)`;

const asked = `json_set(question.value, '$.text', ${both(`question.value ->> 'text'`)}, '$.choices', json(${eachBoth(`question.value, '$.choices'`, 'title')}))`;

/** Sentences that a person reads are kept in Chinese and English. */
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
  `,
};
