// The connection to a room: taken with a seat's key, kept up, and taken again when it breaks.
import { io } from "socket.io-client";
import { signAct } from "./_acts.js";

const ANSWER_WITHIN = 20_000;
const JITTER = 2000;
const UNHEARD = 30_000;

/** Nothing is known of what was asked: there is no connection, or (`isLate`) no answer in time. */
export class Lost extends Error {
  constructor(event, isLate = false) {
    super(event);
    this.isLate = isLate;
  }
}

/** The house refuses, with a sentence in the reader's language. */
export class Refused extends Error {
  constructor({ reason, sentence, retry_after }) {
    super(sentence);
    this.sentence = sentence;
    this.reason = reason;
    this.retryAfter = retry_after;
  }
}

const canUse = (transport) => transport !== "websocket" || typeof WebSocket === "function";

/** `hears` holds what to do at each event by its name, and at `state(name, sentence?)`:
 * "connecting", "live", "lost", "offline", "away", "unable" or "refused". */
export class Wire {
  constructor({ token, room, language, transports, hears }) {
    Object.assign(this, { token, room, language, hears });
    this.transports = transports.filter(canUse);
    this.isLive = false;
    this.away = 0;
    window.addEventListener("offline", () => this.cut());
    window.addEventListener("online", () => this.reopen());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.reopen();
    });
  }

  open() {
    clearTimeout(this.later);
    this.isRefused = false;
    this.close();
    if (!this.transports.length) {
      this.hears.state("unable");
      return;
    }
    const socket = io("/rooms", {
      auth: (give) => give({ act: this.seat(socket), language: this.language }),
      forceNew: true,
      transports: this.transports,
      // Polling, where the house offers it, is for networks that cut websockets.
      tryAllTransports: true,
      reconnectionDelayMax: 20_000,
    });
    this.socket = socket;
    for (const name of ["message", "removed", "cleared", "presence", "typing", "room", "muted"])
      socket.on(name, (data) => this.hears[name](data));
    socket.on("welcome", (welcome) => {
      this.isLive = true;
      this.hears.welcome(welcome);
      this.hears.state("live");
    });
    socket.on("away", ({ retry_after }) => {
      this.away = 1000 * retry_after;
    });
    socket.on("disconnect", () => this.lose());
    socket.on("connect_error", (error) => this.fail(error));
  }

  /** The seat's key signs this room and this very connection: copied, it opens nothing. */
  seat(socket) {
    return signAct(this.token, { act: "sit", room: this.room, connection: socket.io.engine.id });
  }

  close() {
    this.isLive = false;
    this.socket?.removeAllListeners();
    this.socket?.disconnect();
  }

  reopen() {
    if (!this.isLive && this.socket && !this.isRefused) this.open();
  }

  /** A phone that lost its network may hold on to a dead connection for a minute. */
  cut() {
    if (this.socket) {
      this.close();
      this.lose();
      // Usually "online" comes first; some systems never say it.
      this.openIn(UNHEARD);
    }
  }

  lose() {
    this.isLive = false;
    if (this.away) {
      const wait = this.away;
      this.away = 0;
      this.close();
      this.openIn(wait);
      this.hears.state("away");
      return;
    }
    this.hears.state(navigator.onLine === false ? "offline" : "lost");
    // Closed by the house, socket.io would not come back by itself.
    if (this.socket && !this.socket.active) this.openIn(1000);
  }

  fail(error) {
    this.isLive = false;
    const { reason, sentence, retry_after } = error.data ?? {};
    if (!reason) {
      this.hears.state(navigator.onLine === false ? "offline" : "lost");
      return;
    }
    this.close();
    this.isRefused = !retry_after;
    this.hears.state("refused", sentence);
    if (retry_after) this.openIn(1000 * retry_after);
  }

  openIn(wait) {
    clearTimeout(this.later);
    // All phones of a room lose it at once, and must not come back at once.
    this.later = setTimeout(() => this.open(), wait + Math.random() * JITTER);
  }

  /** What the house answers; throws Lost or Refused. */
  ask(event, fields = {}) {
    return new Promise((resolve, reject) => {
      if (!this.isLive) {
        // socket.io would keep it and send it later: what waits is kept in one place only.
        reject(new Lost(event));
        return;
      }
      this.socket.timeout(ANSWER_WITHIN).emit(event, fields, (error, answer) => {
        if (error) reject(new Lost(event, this.isLive));
        else if (answer?.error) reject(new Refused(answer.error));
        else resolve(answer ?? {});
      });
    });
  }
}
