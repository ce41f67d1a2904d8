import { beforeEach, expect, test, vi } from 'vitest';

function page(value = '', more = ''): { form: HTMLFormElement; field: HTMLTextAreaElement } {
  document.body.innerHTML = `<form method="post" action="/x"><textarea name="text">${value}</textarea></form>${more}`;
  return { form: document.forms[0] as HTMLFormElement, field: document.querySelector('textarea') as HTMLTextAreaElement };
}

async function load(redirectCount = 0, responseStatus = 200): Promise<void> {
  vi.resetModules();
  performance.getEntriesByType = () => [{ type: 'navigate', redirectCount, responseStatus } as unknown as PerformanceEntry];
  await import('./drafts');
}

function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  vi.runAllTimers();
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
});

test('what was typed is back after the page was closed, with a notice', async () => {
  await load();
  type(page().field, 'the pool was full');
  const again = page();
  await load();
  expect(again.field.value).toBe('the pool was full');
  expect(again.form.querySelector('.draft-notice')?.textContent).toContain('is back');
});

test('starting over forgets it', async () => {
  await load();
  type(page().field, 'no');
  const again = page('kept by the server');
  await load();
  again.form.querySelector<HTMLButtonElement>('.draft-notice button')?.click();
  expect(again.field.value).toBe('kept by the server');
  expect(localStorage.length).toBe(0);
});

test('a form that was taken leaves nothing behind, one that was refused does', async () => {
  await load();
  const first = page();
  type(first.field, 'sent');
  first.form.dispatchEvent(new Event('submit', { bubbles: true }));
  page();
  await load(1);
  expect(localStorage.length).toBe(0);

  const second = page();
  type(second.field, 'refused');
  second.form.dispatchEvent(new Event('submit', { bubbles: true }));
  page().form.insertAdjacentHTML('afterbegin', '<ul class="errorlist"><li>no</li></ul>');
  await load(1);
  expect(localStorage.length).toBe(1);
});

test('a form whose sending broke is back at the next visit', async () => {
  await load();
  const first = page();
  type(first.field, 'the server was away');
  first.form.dispatchEvent(new Event('submit', { bubbles: true }));
  const again = page();
  await load(0, 200);
  expect(again.field.value).toBe('the server was away');
});

test('nothing of a form with a password is ever kept', async () => {
  page('', '<form method="post"><input name="mail"><input type="password" name="word"></form>');
  await load();
  for (const field of document.querySelectorAll('input')) type(field, 'secret');
  expect(localStorage.length).toBe(0);
});
