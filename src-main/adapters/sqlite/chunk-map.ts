import type Database from 'better-sqlite3';
import type { ChunkMap } from '../../engines/configure/ports.ts';

/** Confirmed chunks by image, each on disk before the next is counted: what a restart may leave out. */
export function createChunkMap(database: Database.Database): ChunkMap {
  const select = database
    .prepare('SELECT chunk FROM upload_chunk WHERE image_uuid = ? ORDER BY chunk')
    .pluck();
  const insert = database.prepare('INSERT OR IGNORE INTO upload_chunk (image_uuid, chunk) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM upload_chunk WHERE image_uuid = ?');
  return {
    load: (imageUuid) => select.all(imageUuid) as number[],
    confirm: (imageUuid, chunk) => void insert.run(imageUuid, chunk),
    forget: (imageUuid) => void remove.run(imageUuid),
  };
}
