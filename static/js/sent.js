// A page that answers an act and has nothing else to do than to say so.
import { showSent } from "./_sent.js";

for (const box of document.querySelectorAll("[data-sent]")) showSent(box);
