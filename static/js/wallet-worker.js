// Draws tokens beside the page, so that nothing on it ever stutters.
import { draw, NotNow } from "./_draw.js";

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ outcome: await draw(data) });
  } catch (error) {
    self.postMessage({ isLater: error instanceof NotNow, failed: String(error) });
  }
};
