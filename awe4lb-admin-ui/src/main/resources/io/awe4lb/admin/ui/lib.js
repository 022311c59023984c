/** What every part of the page is built with. */
import { h } from "preact";
import htm from "htm";

export const html = htm.bind(h);
export { Component, render } from "preact";
export { useEffect, useMemo, useRef } from "preact/hooks";
export { batch, computed, effect, signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
