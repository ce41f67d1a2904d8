// Nothing typed is lost: what stands in a form is kept in this browser until the form has been sent and taken.
// Every form with method post takes part, unless it says data-drafts="off". Passwords, files and hidden fields never do.
const PREFIX = 'draft:';
const KEEP_MS = 30 * 86_400_000;
const WAIT_MS = 400;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
interface Draft {
  at: number;
  value: string;
}

const timers = new WeakMap<Field, number>();

function isKept(field: Element | null): field is Field {
  if (field instanceof HTMLTextAreaElement) return keptForm(field);
  if (field instanceof HTMLInputElement) return ['text', 'search', 'url', 'email', 'number'].includes(field.type) && keptForm(field);
  return false;
}

function keptForm(field: Field): boolean {
  const form = field.form;
  return Boolean(field.name && form && form.method === 'post' && form.dataset['drafts'] !== 'off' && !form.querySelector('input[type=password]') && field.dataset['drafts'] !== 'off');
}

function keyOf(field: Field): string {
  const action = field.form?.getAttribute('action') || location.pathname;
  return `${PREFIX}${location.pathname}|${action}|${field.name}`;
}

function initial(field: Field): string {
  return field instanceof HTMLSelectElement ? '' : field.defaultValue;
}

function keep(field: Field): void {
  try {
    if (field.value === initial(field)) localStorage.removeItem(keyOf(field));
    else localStorage.setItem(keyOf(field), JSON.stringify({ at: Date.now(), value: field.value } satisfies Draft));
  } catch {
    // no room or no storage: the form still works, it is only not kept
  }
}

function read(key: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null;
    return draft && Date.now() - draft.at < KEEP_MS ? draft : null;
  } catch {
    return null;
  }
}

function restore(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form')) {
    const back = [...form.elements].filter(isKept).filter((field) => {
      const draft = read(keyOf(field));
      if (!draft || draft.value === field.value) return false;
      field.value = draft.value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      return true;
    });
    if (back.length) announce(form, back);
  }
}

function announce(form: HTMLFormElement, fields: Field[]): void {
  if (form.querySelector(':scope > .draft-notice')) return;
  const notice = document.createElement('p');
  notice.className = 'draft-notice';
  notice.setAttribute('role', 'status');
  const forget = document.createElement('button');
  forget.type = 'button';
  forget.className = 'link-button';
  forget.textContent = 'Start over';
  forget.addEventListener('click', () => {
    for (const field of fields) {
      field.value = initial(field);
      localStorage.removeItem(keyOf(field));
    }
    notice.remove();
  });
  notice.append('What you typed here earlier is back. ', forget);
  form.prepend(notice);
}

function forget(form: HTMLFormElement): void {
  for (const field of form.elements) if (isKept(field)) localStorage.removeItem(keyOf(field));
}

document.addEventListener('input', (event) => {
  const field = event.target as Element;
  if (!isKept(field)) return;
  clearTimeout(timers.get(field));
  timers.set(
    field,
    window.setTimeout(() => keep(field), WAIT_MS),
  );
});

// A form that was sent the plain way: its drafts are set aside, and come back if the answer is the same form with errors
// (the server keeps what was typed then) or if the sending failed (the next visit finds them).
const SENT = 'sent:';
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented) return;
  const keys: string[] = [];
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    clearTimeout(timers.get(field));
    keep(field);
    keys.push(keyOf(field));
  }
  try {
    if (keys.length) sessionStorage.setItem(SENT, JSON.stringify(keys));
  } catch {
    // see keep()
  }
});
document.addEventListener('htmx:afterRequest', (event) => {
  const detail = (event as CustomEvent<{ elt: Element; successful: boolean; xhr: XMLHttpRequest }>).detail;
  if (detail.elt instanceof HTMLFormElement && detail.successful && detail.xhr.status < 300) forget(detail.elt);
});

/** Whether this page is the answer to a form that was taken: a redirect that ended well, and not at the sign-in. */
function wasTaken(): boolean {
  const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (!arrival || arrival.type !== 'navigate' || arrival.redirectCount === 0 || arrival.responseStatus >= 400) return false;
  return !document.querySelector('.errorlist, .form-problems, [data-refused]');
}

function settle(): void {
  if (document.querySelector('form input[type=password]')) return; // the session had ended: decide after signing in
  const keys = JSON.parse(sessionStorage.getItem(SENT) ?? '[]') as string[];
  sessionStorage.removeItem(SENT);
  if (wasTaken()) keys.forEach((key) => localStorage.removeItem(key));
}

try {
  settle();
  restore(document);
} catch {
  // storage is switched off
}
document.addEventListener('htmx:load', (event) => {
  if (event.target instanceof HTMLElement && event.target !== document.body) restore(event.target);
});

export {};
