import { counted } from '../../../contract/counted.ts';
import { AppError } from '../../../contract/errors.ts';
import { asPhrase } from '../../../contract/quoted.ts';
import type { Text } from '../../../contract/text.ts';
import type { Asked } from '../../../runner/definition.ts';
import { recheck } from '../world.ts';

/** The ISO is not where it was, such as on a stick that was pulled. */
export function isoGone(path: string): Asked {
  return {
    reason: 'ask',
    code: 'iso-gone',
    text: {
      zh: `找不到 ISO 文件 ${path}。请放回原处后重新检查，已上传的部分仍然保留。`,
      en: `ISO ${path} was not found. Put it back, then check again; the uploaded part is kept.`,
    },
    choices: [recheck],
  };
}

export function isoChanged(fileName: string, plannedBytes: number, actualBytes: number): AppError {
  const text = {
    zh: `ISO 文件 ${fileName} 已不是任务开始时的那个文件（当时 ${plannedBytes} 字节，现在 ${actualBytes} 字节，或之后重新保存过）；请放回原文件，或用新文件新建执行任务。`,
    en: `ISO ${fileName} is not the file the run was started with (${plannedBytes} bytes then, ${actualBytes} bytes now, or saved again since). Put the original file back, or create a new run with the new file.`,
  };
  return new AppError('ISO_CHANGED', text, { data: { file: fileName, plannedBytes, actualBytes } });
}

/** What was sent is gone with the volume, so this says another thing than the chunk's own failure. */
export function uploadFailed(fileName: string, cause: AppError): AppError {
  const { systemMessage, chunk } = cause.data;
  const where =
    typeof chunk === 'number' ? { zh: `分片 ${chunk} `, en: ` at chunk ${chunk}` } : { zh: '', en: '' };
  const why =
    typeof systemMessage === 'string'
      ? { zh: `（${asPhrase(systemMessage)}）`, en: ` (${asPhrase(systemMessage)})` }
      : { zh: '', en: '' };
  const text = {
    zh: `${fileName} 上传失败：${where.zh}发送出错${why.zh}，完整重传一次后仍然失败，上传卷已删除。请检查到集群的网络和集群存储后重试。`,
    en: `Uploading ${fileName} failed: error${where.en}${why.en}, and again in a complete second upload; the upload volume was deleted. Check the network to the cluster and the cluster storage, then retry.`,
  };
  // With the volume gone, whatever became of its last chunk is known.
  return new AppError('UPLOAD_FAILED', text, { data: { ...cause.data, outcomeUnknown: undefined }, cause });
}

/** @param missing how many chunks the cluster still lacks; null when it does not list the image at all. */
export function imageIncomplete(fileName: string, missing: number | null): AppError {
  const what =
    missing === null
      ? { zh: '列表中没有它', en: 'does not list it' }
      : { zh: `仍缺 ${missing} 个分片`, en: `still lacks ${counted(missing, 'chunk')}` };
  return new AppError('VERIFY_FAILED', {
    zh: `镜像 ${fileName} 已发送完，但集群${what.zh}，请重试。`,
    en: `Image ${fileName} was sent, but the cluster ${what.en}. Retry.`,
  });
}

/** Everything was sent, and the cluster neither lists the image nor said that it is complete. */
export function imageUnseen(fileName: string, why: Text): AppError {
  return new AppError('VERIFY_FAILED', {
    zh: `镜像 ${fileName} 已发送完，但无法确认集群已完整保存（${why.zh}）。请到集群的镜像列表核对：若已存在，请跳过此步骤。`,
    en: `Image ${fileName} was sent, but it cannot be confirmed that the cluster stored it completely (${why.en}). Check the image list on the cluster; if it is there, skip this step.`,
  });
}
