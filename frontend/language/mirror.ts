// The same text once more behind the field, invisible but for the underlines.
import type { Place } from './findings';

const COPIED = [
  'fontFamily', 'fontSize', 'fontWeight', 'fontStyle', 'fontVariantNumeric', 'letterSpacing', 'lineHeight', 'textAlign', 'textIndent', 'tabSize',
  'paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft', 'borderTopWidth', 'borderRightWidth', 'borderBottomWidth', 'borderLeftWidth',
] as const; // prettier-ignore

export class Mirror {
  private readonly box = document.createElement('div');
  private readonly shell = document.createElement('div');
  private readonly watch: ResizeObserver;

  constructor(private readonly field: HTMLTextAreaElement | HTMLInputElement) {
    this.shell.className = 'mirror-shell';
    this.box.className = field instanceof HTMLTextAreaElement ? 'mirror' : 'mirror one-line';
    this.box.setAttribute('aria-hidden', 'true');
    const focused = document.activeElement === field;
    field.before(this.shell);
    this.shell.append(field, this.box);
    if (focused) field.focus();
    field.addEventListener('scroll', this.follow);
    this.watch = new ResizeObserver(this.follow);
    this.watch.observe(field);
  }

  draw(places: Place[]): void {
    const text = this.field.value;
    const parts: (string | HTMLElement)[] = [];
    let at = 0;
    for (const place of places) {
      parts.push(text.slice(at, place.start));
      const mark = document.createElement('span');
      mark.className = `finding ${place.severity}`;
      mark.textContent = text.slice(place.start, place.end);
      parts.push(mark);
      at = place.end;
    }
    this.box.replaceChildren(...parts, `${text.slice(at)}\n`);
    this.follow();
  }

  remove(): void {
    this.watch.disconnect();
    this.field.removeEventListener('scroll', this.follow);
    this.shell.replaceWith(this.field);
  }

  private readonly follow = (): void => {
    const style = getComputedStyle(this.field);
    for (const name of COPIED) this.box.style[name] = style[name];
    this.box.style.width = `${this.field.clientWidth + parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth)}px`;
    this.box.style.height = `${this.field.offsetHeight}px`;
    this.box.scrollTop = this.field.scrollTop;
    this.box.scrollLeft = this.field.scrollLeft;
  };
}
