// Asking our own server for JSON as nobody in particular: without a session, and not for ever.

const PATIENCE = 20_000;

/** `{ status, body }` of an answer; status 0 where none came, or none that is JSON. */
export async function askJson(address, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(address, {
      ...options,
      headers: { Accept: "application/json", ...options?.headers },
      credentials: "omit",
      cache: "no-store",
      signal: stop.signal,
    });
    return { status: answer.status, body: (await answer.json()) ?? {} };
  } catch {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

/** No network, or a server that cannot just now: it may be asked again. */
export const isForLater = (status) => status === 0 || status === 429 || status >= 500;
