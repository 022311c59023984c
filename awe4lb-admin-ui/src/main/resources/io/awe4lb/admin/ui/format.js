/** Numbers and times as people read them. */

const UNITS = ["", "k", "M", "G", "T", "P"];

/** 1234567 → "1.23 M"; three digits. */
export function scaled(number, unit = "") {
  let value = number;
  let step = 0;
  while (Math.abs(value) >= 999.5 && step < UNITS.length - 1) {
    value /= 1000;
    step++;
  }
  const digits = step === 0 && Number.isInteger(value) ? 0 : Math.abs(value) < 9.995 ? 2 : Math.abs(value) < 99.95 ? 1 : 0;
  const text = value.toFixed(digits);
  const suffix = UNITS[step] + unit;
  return suffix ? `${text} ${suffix}` : text;
}

/** Made once: to make one takes longer than to draw a row. */
const WHOLE = new Intl.NumberFormat("en");
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-CA");

/** Thousands apart, on one line. */
export const count = (number) => WHOLE.format(Math.round(number)).replaceAll(",", "\u202f");

export const bytes = (number) => scaled(number, "B");

/** Bytes a second as bits a second: what a line has. */
export const bits = (bytesPerSecond) => scaled(bytesPerSecond * 8, "bit/s");

export const perSecond = (number) => `${scaled(number)} /s`;

/** Milliseconds that a connect took, three digits; nothing where nothing was connected. */
export const connectTime = (ms) => (ms === undefined || ms === null ? "–" : ms < 1000 ? `${Number(ms.toPrecision(3))} ms` : `${Number((ms / 1000).toPrecision(3))} s`);

/** Milliseconds → "3 min". */
export function duration(ms) {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) {
    return `${Math.round(ms)} ms`;
  }
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 90 * 60) {
    return `${Math.round(seconds / 60)} min`;
  }
  if (seconds < 36 * 3600) {
    return `${Math.round(seconds / 3600)} h`;
  }
  return `${Math.round(seconds / 86400)} d`;
}

export const since = (time) => duration(Date.now() - Date.parse(time));

/** The browser's time zone. */
export function clock(time) {
  const date = new Date(time);
  const text = TIME.format(date);
  return date.toDateString() === new Date().toDateString() ? text : `${DAY.format(date)} ${text}`;
}

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;
