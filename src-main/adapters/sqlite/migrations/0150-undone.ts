import type { Migration } from '../migrate.ts';

/**
 * A run says what other runs have undone of it, and each of its steps which run that was. Until now only the other run
 * said so, by the keys of its steps.
 */
export const undone: Migration = {
  version: 150,
  name: 'undone',
  sql: `
    ALTER TABLE step ADD COLUMN undone_by TEXT;
    ALTER TABLE run ADD COLUMN undone TEXT;
    UPDATE step SET shape = json_set(shape, '$.undoes', json_array(substr(key, 6)))
    WHERE key LIKE 'undo:%' AND json_valid(shape)
      AND run_id IN (SELECT id FROM run WHERE reverts_run_id IS NOT NULL);
    UPDATE step SET undone_by = (
      SELECT revert.id FROM run AS revert JOIN step AS undo ON undo.run_id = revert.id
      WHERE revert.reverts_run_id = step.run_id AND undo.key = 'undo:' || step.key AND undo.state = 'succeeded'
        AND (undo.ended_at_ms IS NULL OR step.started_at_ms IS NULL OR undo.ended_at_ms >= step.started_at_ms)
      ORDER BY CAST(revert.id AS INTEGER) DESC LIMIT 1)
    WHERE run_id IN (SELECT reverts_run_id FROM run WHERE reverts_run_id IS NOT NULL);
    UPDATE run SET undone = (
      SELECT json_object(
        'by', json_group_array(undone_by),
        'isWhole', json(iif(
          EXISTS (
            SELECT 1 FROM step WHERE run_id = run.id AND state = 'succeeded' AND changed = 1 AND undone_by IS NULL
          ) OR EXISTS (
            SELECT 1 FROM run AS revert JOIN step AS undo ON undo.run_id = revert.id
            JOIN step AS made ON made.run_id = run.id AND undo.key = 'undo:' || made.key
            WHERE revert.reverts_run_id = run.id AND undo.state <> 'succeeded' AND made.undone_by IS NULL
          ), 'false', 'true')))
      FROM (SELECT DISTINCT undone_by FROM step WHERE run_id = run.id AND undone_by IS NOT NULL
        ORDER BY CAST(undone_by AS INTEGER)))
    WHERE id IN (SELECT run_id FROM step WHERE undone_by IS NOT NULL);
  `,
};
