// A form with a file field becomes a place to drop files and folders on, each sent by itself with its progress.
// <form class="drop" data-island="drop" method="post" enctype="multipart/form-data" action="…"> <input type="file" name="files" multiple>
// Without script the same form sends the chosen files at once. Each request carries the form's other fields, and
// beside the file its place in a dropped folder as `path`. With `data-pieces` large files go there in pieces.
import { filesOf, type Dropped } from './folders';
import { send } from './send';

const AT_ONCE = 2;
const LARGE = 8 * 1024 * 1024; // from here on in pieces, where the form names an address for them

export function mount(element: HTMLElement): void {
  const form = element.closest('form') ?? element.querySelector('form');
  const input = element.querySelector<HTMLInputElement>('input[type=file]') ?? form?.querySelector<HTMLInputElement>('input[type=file]');
  if (!form || !input) return;
  const list = document.createElement('ul');
  list.className = 'stack tight';
  list.setAttribute('aria-live', 'polite');
  element.append(list);
  form.querySelectorAll<HTMLElement>('[data-without-script]').forEach((part) => (part.hidden = true));

  element.addEventListener('dragover', (event) => {
    event.preventDefault();
    element.dataset['over'] = '';
  });
  element.addEventListener('dragleave', () => delete element.dataset['over']);
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    delete element.dataset['over'];
    if (event.dataTransfer) void filesOf(event.dataTransfer).then((files) => take(files));
  });
  input.addEventListener('change', () => {
    const chosen = [...(input.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
    input.value = '';
    void take(chosen);
  });
  form.addEventListener('submit', (event) => {
    if (!input.files?.length) event.preventDefault();
  });

  async function sendAs(dropped: Dropped, progress: (share: number) => void): Promise<string> {
    const pieces = element.dataset['pieces'];
    if (!pieces || dropped.file.size < LARGE) {
      return send(form as HTMLFormElement, input as HTMLInputElement, dropped, progress);
    }
    const { sendInPieces } = await import('./pieces');
    return sendInPieces(pieces, dropped, progress);
  }

  async function take(files: Dropped[]): Promise<void> {
    const waiting = files.map((dropped) => ({ dropped, row: new Row(list, dropped.path) }));
    let failed = 0;
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { dropped, row } = next;
        const problem = await sendAs(dropped, (share) => row.show(share));
        if (problem) failed += 1;
        row.end(problem);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    form?.dispatchEvent(new CustomEvent('hotwash:sent', { bubbles: true }));
    if (!files.length || failed === files.length) return;
    if (document.querySelector('[hx-trigger*="hotwash:changed"]')) {
      document.body.dispatchEvent(new CustomEvent('hotwash:changed', { bubbles: true }));
    } else if (!failed) location.reload();
  }
}

class Row {
  private readonly element = document.createElement('li');
  private readonly bar = document.createElement('progress');
  private readonly words = document.createElement('p');

  constructor(list: HTMLElement, name: string) {
    this.words.className = 'small';
    this.words.textContent = name;
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute('aria-label', name);
    this.element.append(this.words, this.bar);
    list.append(this.element);
  }

  show(share: number): void {
    this.bar.value = share;
  }

  end(problem: string): void {
    this.bar.remove();
    this.words.textContent += problem ? `: ${problem}` : ': received';
    this.words.classList.add(problem ? 'bad' : 'good');
  }
}
