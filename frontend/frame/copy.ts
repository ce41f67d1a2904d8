// <button data-copy="text"> or <button data-copy-from="#id"> puts a text on the clipboard.
import { toast } from './toasts';

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLElement>('[data-copy], [data-copy-from]');
  if (!button) return;
  const source = button.dataset['copyFrom'];
  const text = button.dataset['copy'] ?? (source ? document.querySelector(source)?.textContent : '') ?? '';
  navigator.clipboard.writeText(text.trim()).then(
    () => toast('Copied.'),
    () => toast('The browser did not allow copying; mark the text and copy it by hand.', 'error'),
  );
});
