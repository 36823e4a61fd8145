// What this tab has just sent, so that the page that answers speaks to whoever sent it and to
// nobody else: any link can end in "?done=", and must not make another reader's draft go.
const SENT = "sent-act";

function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

/** Notes an act that is about to leave (`{ act, scope, nonce, draft }`). */
export function noteSending(said) {
  attempt(() => sessionStorage.setItem(SENT, JSON.stringify(said)));
}

/** Nothing is on its way, or what was came back refused. */
export function forgetSending() {
  attempt(() => sessionStorage.removeItem(SENT));
}

/** The act that this box answers (`data-sent`: its names), where this tab sent it: about this
 * petition, by its author's key (`data-sent-key`) or in its scope, or one of these
 * (`data-sent-scope`). */
function sentFor({ dataset }) {
  const said = attempt(() => JSON.parse(sessionStorage.getItem(SENT)));
  if (!said || !dataset.sent.split(" ").includes(said.act)) return null;
  return said.nonce === dataset.sentKey || (dataset.sentScope ?? "").split(" ").includes(said.scope)
    ? said
    : null;
}

/** It arrived: that is said to whoever sent it. Gives what was sent, or null for anybody else. */
export function showSent(box) {
  const sent = sentFor(box);
  forgetSending();
  // Whoever is given the address, or opens it again, was not the one who sent just now.
  const address = new URL(location.href);
  address.searchParams.delete("done");
  history.replaceState(history.state, "", address);
  box.hidden = !sent;
  return sent;
}
