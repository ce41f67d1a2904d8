// The findings in words, beneath the field: what it is, why it matters, another way to put it.
import type { Place } from './findings';

const MOST = 4;

interface Answers {
  replace(place: Place): void;
  keep(place: Place): void;
}

export class Cards {
  private readonly list = document.createElement('ul');

  constructor(
    field: HTMLElement,
    private readonly answers: Answers,
  ) {
    this.list.className = 'finding-cards';
    this.list.setAttribute('aria-label', 'Findings of the language helper');
    this.list.hidden = true;
    (field.closest('.mirror-shell') ?? field).after(this.list);
  }

  draw(places: Place[]): void {
    this.list.hidden = places.length === 0;
    const rows = places.slice(0, MOST).map((place) => this.row(place));
    if (places.length > MOST) rows.push(element('li', 'faint', `and ${places.length - MOST} more`));
    this.list.replaceChildren(...rows);
  }

  remove(): void {
    this.list.remove();
  }

  private row(place: Place): HTMLElement {
    const row = element('li', place.severity);
    const words = element('p');
    words.append(element('q', '', place.text), ` ${place.message} `, element('span', 'faint', place.suggestion));
    const actions = element('div', 'actions');
    if (place.replacement) actions.append(button(`Write “${place.replacement}”`, () => this.answers.replace(place)));
    actions.append(button('Keep it', () => this.answers.keep(place)));
    row.append(words, actions);
    return row;
  }
}

function element(tag: string, className = '', text = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function button(text: string, press: () => void): HTMLElement {
  const made = element('button', 'link-button', text) as HTMLButtonElement;
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}
