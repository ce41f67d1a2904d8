// The language helper: quiet underlines under what reads like blame or hindsight, and a card that explains each and
// proposes another way to put it. It advises; it never stops anybody from saving.
// On a field: data-language-check, or data-language-check="action|description|recommendation" to say what the text is for.
import { post } from '../shared/http';
import { Cards } from './cards';
import { placesOf, type Finding, type Place } from './findings';
import { Mirror } from './mirror';

const WAIT_MS = 600;
const SHORTEST = 8;
const PURPOSES = ['action', 'description', 'recommendation'];

type Field = HTMLTextAreaElement | HTMLInputElement;

export function mount(element: HTMLElement): (() => void) | undefined {
  if (!(element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement)) return undefined;
  const helper = new Helper(element);
  return () => helper.end();
}

class Helper {
  private readonly mirror: Mirror;
  private readonly cards: Cards;
  private readonly kept = new Set<string>();
  private places: Place[] = [];
  private asked = '';
  private timer = 0;

  constructor(private readonly field: Field) {
    this.mirror = new Mirror(field);
    this.cards = new Cards(field, {
      replace: (place) => this.replace(place),
      keep: (place) => {
        this.kept.add(place.text.toLowerCase());
        this.show();
      },
    });
    field.addEventListener('input', this.typed);
    field.addEventListener('hotwash:recheck', this.typed);
    if (field.value.trim().length >= SHORTEST) this.typed();
  }

  end(): void {
    clearTimeout(this.timer);
    this.field.removeEventListener('input', this.typed);
    this.mirror.remove();
    this.cards.remove();
  }

  private readonly typed = (): void => {
    clearTimeout(this.timer);
    // underlines move with the text at once; what they say is asked again when the typing rests
    this.places = this.places.filter((place) => this.field.value.slice(place.start, place.end) === place.text);
    this.show();
    this.timer = window.setTimeout(() => void this.ask(), WAIT_MS);
  };

  private async ask(): Promise<void> {
    const text = this.field.value;
    if (text === this.asked) return;
    this.asked = text;
    if (text.trim().length < SHORTEST) {
      this.places = [];
      return this.show();
    }
    const purpose = this.field.dataset['languageCheck'] ?? '';
    const body = PURPOSES.includes(purpose) ? { text, purpose } : { text };
    const answer = await post<{ findings: Finding[] }>('/api/v1/language/check', body);
    if (!answer.ok || text !== this.field.value) return;
    this.places = placesOf(text, answer.value.findings);
    this.show();
  }

  private show(): void {
    const shown = this.places.filter((place) => !this.kept.has(place.text.toLowerCase()));
    this.mirror.draw(shown);
    this.cards.draw(shown);
  }

  private replace(place: Place): void {
    const { field } = this;
    field.focus();
    field.setSelectionRange(place.start, place.end);
    // keeps the browser's own undo; the old command is the only way to do so in a plain field
    if (!document.execCommand('insertText', false, place.replacement)) {
      field.setRangeText(place.replacement, place.start, place.end, 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const gap = field.value.indexOf('[', place.start);
    const close = field.value.indexOf(']', gap);
    if (gap >= 0 && gap < place.start + place.replacement.length && close > gap) field.setSelectionRange(gap, close + 1);
  }
}
