// Bytes as text and text as bytes: hexadecimal, base64url without padding, UTF-8.

const encoder = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export const utf8 = (text) => encoder.encode(text);

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function same(left, right) {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

export function toHex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

export function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new TypeError("not lowercase hexadecimal");
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = Number.parseInt(text.slice(2 * index, 2 * index + 2), 16);
  return bytes;
}

export function toBase64(bytes) {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function fromBase64(text) {
  if (!/^[\w-]*$/.test(text)) throw new TypeError("not base64url");
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  // One way to write the same bytes, not two.
  if (toBase64(bytes) !== text) throw new TypeError("not base64url");
  return bytes;
}

export const toNumber = (bytes) => BigInt(`0x${toHex(bytes) || "0"}`);

export const fromNumber = (number, length) =>
  fromHex(number.toString(16).padStart(2 * length, "0"));
