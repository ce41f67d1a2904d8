// Moving an entry to another lane: drag its handle onto a lane, or choose one by key. Both post the same form.
export interface Tray {
  ask(row: HTMLElement): void;
  stop(): void;
}

export const lanes = (element: HTMLElement): Tray | null => {
  const form = element.querySelector<HTMLFormElement>('[data-lane-tray]');
  if (!form) return null;
  let asker: HTMLElement | null = null;

  const open = (row: HTMLElement): void => {
    form.action = `${row.dataset['entry'] ?? ''}move`;
    const version = form.querySelector<HTMLInputElement>('[name=version]');
    if (version) version.value = row.dataset['version'] ?? '';
    const name = form.querySelector('[data-lane-of]');
    if (name) name.textContent = row.id;
    for (const button of form.querySelectorAll<HTMLButtonElement>('[data-drop]'))
      button.toggleAttribute('aria-current', button.value === row.dataset['lane']);
    form.hidden = false;
  };

  const close = (): void => {
    form.hidden = true;
    asker?.focus({ preventScroll: true });
    asker = null;
  };

  const ask = (row: HTMLElement): void => {
    if (!row.dataset['version']) return;
    asker = row;
    open(row);
    form.querySelector<HTMLButtonElement>('[data-drop]')?.focus();
  };

  const rowOf = (event: Event): HTMLElement | null => {
    const handle = (event.target as HTMLElement).closest<HTMLElement>('[data-handle]');
    return handle?.closest<HTMLElement>('.entry') ?? null;
  };

  const laneOf = (event: Event): HTMLButtonElement | null =>
    (event.target as HTMLElement).closest<HTMLButtonElement>('[data-drop]');

  const listeners: [HTMLElement, string, (event: Event) => void][] = [
    [element, 'click', (event) => {
      const row = rowOf(event);
      if (!row) return;
      event.preventDefault();
      ask(row);
    }],
    [element, 'dragstart', (event) => {
      const row = rowOf(event);
      const data = (event as DragEvent).dataTransfer;
      if (!row || !data) return;
      data.setData('text/plain', row.id);
      data.setDragImage(row, 0, 0);
      data.effectAllowed = 'move';
      open(row);
    }],
    [element, 'dragend', () => {
      if (!form.dataset['sent']) close();
    }],
    [form, 'dragover', (event) => {
      if (laneOf(event)) event.preventDefault();
    }],
    [form, 'dragenter', (event) => laneOf(event)?.setAttribute('data-over', '')],
    [form, 'dragleave', (event) => laneOf(event)?.removeAttribute('data-over')],
    [form, 'drop', (event) => {
      const lane = laneOf(event);
      if (!lane) return;
      event.preventDefault();
      form.dataset['sent'] = 'yes';
      form.requestSubmit(lane);
    }],
    [form, 'click', (event) => {
      if ((event.target as HTMLElement).closest('[data-lane-close]')) close();
    }],
    [form, 'keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape') close();
    }],
  ];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  return {
    ask,
    stop: () => {
      for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
    },
  };
};
