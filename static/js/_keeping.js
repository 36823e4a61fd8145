// Whether this browser will keep what a page stores in it.

// Chromium gives a private window less than this; an ordinary one a share of the whole disk.
const LITTLE = 600_000_000;

/** How surely this browser keeps the wallet: "kept", "little" (a private window, most likely) or
 * "fragile". */
export async function keeping() {
  // Without TLS there is no navigator.storage, and nothing is promised.
  const storage = navigator.storage;
  if (await storage?.persisted?.()) return "kept";
  const { quota } = (await storage?.estimate?.()) ?? {};
  return quota !== undefined && quota < LITTLE ? "little" : "fragile";
}
