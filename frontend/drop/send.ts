// One file over the wire, with progress. The answer is "" when it was taken, else what a person should know.
import { csrfToken } from '../shared/http';
import type { Dropped } from './folders';

export function send(form: HTMLFormElement, input: HTMLInputElement, dropped: Dropped, progress: (share: number) => void): Promise<string> {
  const body = new FormData(form);
  body.delete(input.name);
  body.append(input.name, dropped.file, dropped.file.name);
  body.append('path', dropped.path);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('X-CSRFToken', csrfToken());
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.upload.addEventListener('progress', (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener('load', () => resolve(problemOf(request)));
    request.addEventListener('error', () => resolve('the server did not answer; try again'));
    request.send(body);
  });
}

function problemOf(request: XMLHttpRequest): string {
  if (request.status < 300) return '';
  const type = request.getResponseHeader('content-type') ?? '';
  try {
    if (type.includes('json')) {
      const reasons = (JSON.parse(request.responseText) as { reasons?: { message: string }[] }).reasons ?? [];
      if (reasons[0]) return reasons[0].message;
    }
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    const words = page.querySelector('.errorlist li, .form-problems, main p')?.textContent?.trim();
    if (words) return words;
  } catch {
    // an answer that cannot be read: the status says enough
  }
  return request.status === 413 ? 'too large' : `not taken (${request.status})`;
}
