// The keyboard help: read from the page itself, so it tells what works here.
export function open(): void {
  document.getElementById('keyboard-help')?.remove();
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  dialog.id = 'keyboard-help';
  dialog.setAttribute('aria-label', 'Keyboard');
  const list = document.createElement('dl');
  list.className = 'keys';
  const title = document.createElement('h2');
  title.textContent = 'Keyboard';
  for (const [keys, words] of known()) list.append(term(keys), description(words));
  const close = document.createElement('form');
  close.method = 'dialog';
  const button = document.createElement('button');
  button.className = 'button small';
  button.textContent = 'Close';
  close.append(button);
  const head = document.createElement('header');
  head.append(title, close);
  dialog.append(head, list);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function known(): [string[], string][] {
  const rows: [string[], string][] = [
    [['Ctrl', 'K'], 'Find and go'],
    [['Ctrl', 'Enter'], 'Send the form you are typing in'],
    [['?'], 'This help'],
  ];
  for (const element of document.querySelectorAll<HTMLElement>('.frame-nav [data-go]')) {
    rows.push([['g', element.dataset['go'] ?? ''], `Go to ${element.textContent?.trim() ?? ''}`]);
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-key]')) {
    rows.push([[element.dataset['key'] ?? ''], element.dataset['keyHelp'] || element.getAttribute('aria-label') || element.textContent?.trim() || '']);
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-keys-help]')) {
    for (const line of (element.dataset['keysHelp'] ?? '').split(';')) {
      const [key = '', words = ''] = line.split(':');
      if (key.trim()) rows.push([key.trim().split(' '), words.trim()]);
    }
  }
  return rows;
}

function term(keys: string[]): HTMLElement {
  const element = document.createElement('dt');
  keys.forEach((key, at) => {
    if (at) element.append(' ');
    const cap = document.createElement('kbd');
    cap.textContent = key;
    element.append(cap);
  });
  return element;
}

function description(words: string): HTMLElement {
  const element = document.createElement('dd');
  element.textContent = words;
  return element;
}
