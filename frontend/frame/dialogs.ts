// <button data-dialog="key"> opens <dialog id="dialog-key">; a click beside a dialog closes it.
document.addEventListener('click', (event) => {
  const target = event.target as Element;
  const opener = target.closest<HTMLElement>('[data-dialog]');
  if (opener) {
    const dialog = document.getElementById(`dialog-${opener.dataset['dialog']}`);
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
    event.preventDefault();
  } else if (target instanceof HTMLDialogElement && outside(target, event)) {
    target.close();
  }
});

function outside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}
