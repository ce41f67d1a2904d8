// A large file over the wire in pieces (tus): a lost connection is taken up again by itself, and after a reload by
// choosing the same file again. The answer is "" when it was taken, else what a person should know.
import { Upload, type DetailedError } from 'tus-js-client';
import { csrfToken } from '../shared/http';
import type { Dropped } from './folders';

const PIECE = 16 * 1024 * 1024;
const RETRY_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000];

export async function sendInPieces(address: string, dropped: Dropped, progress: (share: number) => void): Promise<string> {
  return new Promise((resolve) => {
    const upload = new Upload(dropped.file, {
      endpoint: address,
      chunkSize: PIECE,
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: dropped.file.name, path: dropped.path },
      onBeforeRequest: (request) => request.setHeader('X-CSRFToken', csrfToken()),
      onProgress: (sent, total) => progress(total ? sent / total : 0),
      onSuccess: () => resolve(''),
      onError: (error) => resolve(wordsOf(error)),
    });
    // what was begun elsewhere is not gone on with: the address holds the incident
    const own = (url: string | null) => url !== null && new URL(url, location.href).pathname.startsWith(address);
    void upload.findPreviousUploads().then((begun) => {
      const last = begun.filter((one) => own(one.uploadUrl)).at(-1);
      if (last) upload.resumeFromPreviousUpload(last);
      upload.start();
    });
  });
}

function wordsOf(error: Error | DetailedError): string {
  const body = 'originalResponse' in error ? error.originalResponse?.getBody() : '';
  try {
    const reasons = (JSON.parse(body ?? '') as { reasons?: { message: string }[] }).reasons ?? [];
    if (reasons[0]) return reasons[0].message;
  } catch {
    // an answer without words
  }
  return 'the server did not answer; choose the file again, and it goes on where it ended';
}
