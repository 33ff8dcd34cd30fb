"use strict";
// Small tools for building the page.

const SVG = "http://www.w3.org/2000/svg";

addEventListener("error", event => noteError(event.message || String(event.error)));
addEventListener("unhandledrejection", event => noteError(String(event.reason)));

/** Shows that the page could not be drawn, also to a program that takes a picture of it. */
function noteError(message) {
  if (/ResizeObserver loop/.test(message) || "error" in document.documentElement.dataset) return;
  document.documentElement.dataset.error = message;
  document.getElementById("page").prepend(el("div", { class: "banner", "data-status": "broken" },
    `A part of this page could not be drawn, because of an error in Thalweg: ${message}. Please report it. The figures are in the files beside the page.`));
}

/** An HTML element with attributes and children; a child that is null or false is left out. */
function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

/** A chapter of the page: heading, a sentence that explains it, and content. */
function chapter(id, title, lead, ...content) {
  return el("section", { id, "aria-labelledby": id + "-title" },
    el("h2", { id: id + "-title" }, title),
    lead && el("p", { class: "lead" }, lead),
    ...content);
}

const undrawn = [];

/** Draws again whenever the element's width changes; draw(width) gets CSS pixels. */
function whenResized(element, draw) {
  let last = 0;
  const isNew = width => {
    if (width === 0 || width === last) return false;
    last = width;
    return true;
  };
  undrawn.push(() => isNew(Math.round(element.getBoundingClientRect().width)) && draw(last));
  new ResizeObserver(entries => {
    if (isNew(Math.round(entries[0].contentRect.width))) requestAnimationFrame(() => draw(last));
  }).observe(element);
  return () => last > 0 && draw(last);
}

/**
 * Draws the new parts of the page at once, without waiting for a frame: on a busy machine, a browser that takes a picture
 * may finish before there is a frame. It asks the page for its height.
 */
function drawAll() {
  undrawn.splice(0).forEach(draw => draw());
  noteHeight();
  new ResizeObserver(noteHeight).observe(document.body);
}

function noteHeight() {
  document.documentElement.dataset.height = document.documentElement.scrollHeight;
}

/**
 * A box that scrolls sideways, for content that may be wider than the page. If a part is out of sight, the box fades at
 * that side, and a line above it says so.
 */
function scrolling(label, classes, ...content) {
  const box = el("div", { class: "scroll " + classes, tabindex: 0, role: "region", "aria-label": label }, ...content);
  const hint = el("p", { class: "scroll-hint", "aria-hidden": "true", hidden: "" });
  const look = () => {
    const hidden = box.scrollWidth - box.clientWidth;
    const right = hidden - box.scrollLeft > 1, left = hidden > 1 && box.scrollLeft > 1;
    box.classList.toggle("more-right", right);
    box.classList.toggle("more-left", left);
    hint.hidden = hidden <= 1;
    hint.textContent = (left ? "← " : "") + "scroll sideways for more" + (right ? " →" : "");
  };
  const sizes = new ResizeObserver(look);
  [box, ...box.children].forEach(element => sizes.observe(element));
  box.addEventListener("scroll", look, { passive: true });
  return el("div", { class: "scrolling" }, hint, box);
}

/** The value of a colour that the theme names. */
function themeColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const themeListeners = [];

/** Calls back when the page changes to light or dark. */
function whenThemeChanges(listener) {
  themeListeners.push(listener);
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  themeListeners.forEach(listener => listener());
}

function themeButton() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = el("button", { type: "button", id: "theme", onclick: () => choose(!isDark()) });
  const isDark = () => document.documentElement.dataset.theme === "dark";
  const choose = toDark => {
    setTheme(toDark ? "dark" : "light");
    button.textContent = toDark ? "light page" : "dark page";
  };
  dark.addEventListener("change", () => choose(dark.matches));
  const chosen = document.documentElement.dataset.theme;
  choose(chosen ? chosen === "dark" : dark.matches);
  return button;
}
