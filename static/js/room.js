// The page of a room: with a seat in this phone's wallet one sits down, without one it says why.
import { RoomPage } from "./_room_page.js";
import { tokenFor } from "./_tokens.js";

async function sitDown(box) {
  const token = await tokenFor(box.dataset.scope).catch(() => null);
  const about = document.querySelector("[data-about]");
  const missing = document.querySelector("[data-no-seat]");
  missing.hidden = Boolean(token);
  if (!token) return false;
  about.hidden = true;
  box.hidden = false;
  document.body.classList.add("in-room");
  new RoomPage(box, token).start();
  return true;
}

/** The wallet may draw its rights in another tab meanwhile. */
async function open(box) {
  if (await sitDown(box)) return;
  const again = async () => {
    if (box.hidden && (await sitDown(box))) window.removeEventListener("focus", again);
  };
  window.addEventListener("focus", again);
}

for (const box of document.querySelectorAll("[data-room]")) open(box);
