// The same words as hotwash/site/wording.py, so that what the server wrote only moves on.
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

export function clockWords(span: number): string {
  const seconds = Math.max(0, Math.floor(span));
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  const two = (value: number) => String(value).padStart(2, '0');
  if (days) return `${days} d ${two(hours)}:${two(minutes)}:${two(seconds % MINUTE)}`;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % MINUTE)}` : `${minutes}:${two(seconds % MINUTE)}`;
}

/** Times are in milliseconds. Nothing beyond a month: the date says it better. */
export function relativeWords(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  const size = Math.abs(seconds);
  if (Number.isNaN(size) || size >= 31 * DAY) return '';
  if (size < MINUTE) return 'now';
  const words =
    size >= DAY
      ? `${Math.floor(size / DAY)} d`
      : size >= HOUR
        ? `${Math.floor(size / HOUR)} h`
        : `${Math.floor(size / MINUTE)} min`;
  return seconds > 0 ? `${words} ago` : `in ${words}`;
}

/** "Ada Lovelace" -> "AL". */
export function initialsOf(name: string): string {
  const words = (name.split('@')[0] ?? '').split(/[\s.-]+/).filter(Boolean);
  const [first = '?', last = ''] = [words[0], words.length > 1 ? words[words.length - 1] : ''];
  return (last ? first.slice(0, 1) + last.slice(0, 1) : first.slice(0, 2)).toUpperCase();
}
