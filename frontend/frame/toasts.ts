// Notices at the foot: they go by themselves, unless they offer an undo or report a failure.
const STAY_MS = 6_000;
const UNDO_MS = 15_000;

function arm(toast: HTMLElement): void {
  if (toast.dataset['armed'] !== undefined) return;
  toast.dataset['armed'] = '';
  const button = toast.querySelector<HTMLButtonElement>('[data-dismiss]');
  if (button) {
    button.hidden = false;
    button.addEventListener('click', () => toast.remove());
  }
  if (toast.classList.contains('error')) return;
  let left = toast.querySelector('form') ? UNDO_MS : STAY_MS;
  const timer = setInterval(() => {
    if (document.hidden || toast.matches(':hover, :focus-within')) return;
    left -= 500;
    if (left > 0) return;
    clearInterval(timer);
    toast.remove();
  }, 500);
}

export function armAll(): void {
  document.querySelectorAll<HTMLElement>('[data-toast]').forEach(arm);
}

/** A notice from a script: plain text, said aloud by screen readers. */
export function toast(text: string, level: 'success' | 'error' = 'success'): void {
  const place = document.querySelector('[data-toasts]');
  if (!place) return;
  const element = document.createElement('div');
  element.className = `toast ${level}`;
  element.dataset['toast'] = '';
  const words = document.createElement('p');
  words.textContent = text;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'dismiss';
  close.dataset['dismiss'] = '';
  close.textContent = 'Close';
  element.append(words, close);
  place.append(element);
  arm(element);
}

armAll();
document.addEventListener('htmx:load', armAll);
document.addEventListener('hotwash:toast', (event) => {
  const detail = (event as CustomEvent<{ text?: string; level?: 'success' | 'error'; value?: string }>).detail;
  toast(detail.text ?? detail.value ?? '', detail.level ?? 'success');
});
for (const name of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(name, () => toast('The server did not answer. What you typed is kept; try again.', 'error'));
}
document.addEventListener('htmx:responseError', (event) => {
  const status = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status;
  toast(status === 403 ? 'You may not do that here, or the page was open too long.' : `That did not work (${status}).`, 'error');
});
