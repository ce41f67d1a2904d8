// Calls to the API from an island: JSON in, JSON out, the CSRF token with it. A refusal is a value, not an exception.

export interface Reason {
  code: string;
  message: string;
  field: string;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; status: number; reasons: Reason[] };

export function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? '';
}

export async function call<T>(method: string, address: string, body?: unknown, signal?: AbortSignal): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRFToken'] = csrfToken();
  if (body !== undefined && !(body instanceof FormData)) headers['Content-Type'] = 'application/json';
  try {
    const answer = await fetch(address, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    const value: unknown = answer.status === 204 ? null : await answer.json();
    if (answer.ok) return { ok: true, value: value as T };
    const reasons = (value as { reasons?: Reason[] } | null)?.reasons;
    return { ok: false, status: answer.status, reasons: reasons ?? [unclear(answer.status)] };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    return { ok: false, status: 0, reasons: [unclear(0)] };
  }
}

export const get = <T>(address: string, signal?: AbortSignal) => call<T>('GET', address, undefined, signal);
export const post = <T>(address: string, body?: unknown) => call<T>('POST', address, body ?? {});
export const patch = <T>(address: string, body: unknown) => call<T>('PATCH', address, body);
export const remove = <T>(address: string) => call<T>('DELETE', address);

function unclear(status: number): Reason {
  const message = status ? `That did not work (${status}). Nothing was changed.` : 'The server did not answer. Try again in a moment.';
  return { code: 'no_answer', message, field: '' };
}
