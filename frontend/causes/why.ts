// The one form for a new factor: it moves beneath the factor whose why is asked.
export class WhyForm {
  private readonly home: ParentNode & Node;
  private readonly form: HTMLFormElement | null;

  constructor(root: HTMLElement) {
    this.form = root.querySelector<HTMLFormElement>('#why-form');
    this.home = this.form?.parentNode ?? root;
    root.addEventListener('click', (event) => {
      const target = event.target as Element;
      const why = target.closest<HTMLElement>('[data-why]');
      if (why && this.open(why.closest<HTMLElement>('[data-factor]'))) event.preventDefault();
      else if (target.closest('[data-why-cancel]') && this.isOpen) {
        event.preventDefault();
        this.close();
      }
    });
    this.form?.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.form?.requestSubmit();
      else if (event.key === 'Escape' && this.isOpen) this.close();
    });
  }

  get isOpen(): boolean {
    return Boolean(this.form?.closest('[data-factor]'));
  }

  /** Whether something is typed that must not be lost. */
  get isDirty(): boolean {
    const fields = this.form?.querySelectorAll<HTMLTextAreaElement>('textarea') ?? [];
    return [...fields].some((field) => field.value !== field.defaultValue);
  }

  open(factor: HTMLElement | null): boolean {
    const place = factor?.querySelector('.why-body');
    if (!this.form || !factor || !place) return false;
    this.set('effect', factor.dataset['factor'] ?? '');
    this.set('kind', 'factor');
    this.form.classList.add('why-form');
    this.form.querySelectorAll<HTMLElement>('[data-why-cancel]').forEach((one) => (one.hidden = false));
    const label = this.form.querySelector('label[for$="statement"]');
    if (label) label.textContent = `${factor.id}, because …`;
    place.append(this.form);
    const statement = this.form.querySelector<HTMLTextAreaElement>('[name=statement]');
    statement?.focus();
    this.form.scrollIntoView({ block: 'nearest' });
    return true;
  }

  close(): void {
    const factor = this.form?.closest<HTMLElement>('[data-factor]');
    if (!this.form) return;
    this.form.reset();
    this.set('effect', '');
    this.form.classList.remove('why-form');
    this.home.appendChild(this.form);
    factor?.focus();
  }

  private set(name: string, value: string): void {
    const field = this.form?.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
}
