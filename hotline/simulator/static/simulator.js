// Looks for news each second while the page is seen, and sends forms without leaving it.
// Everything works without this: each form is a plain one.
"use strict";

(() => {
  const SECOND = 1000;
  const PAUSE = 150;
  const page = document.body;
  const status = document.getElementById("status");
  let version = page.dataset.version;
  let looking = false;
  let lost = false;

  const say = (words) => { status.textContent = words; };

  async function look() {
    if (document.hidden || looking) return;
    looking = true;
    try {
      const answer = await fetch(`${page.dataset.changes}?version=${version}`);
      if (answer.status === 200) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (lost) say("");
      lost = false;
    } catch {
      if (!lost) say(page.dataset.lost);
      lost = true;
    } finally {
      looking = false;
    }
  }

  function take(news) {
    version = news.body.dataset.version;
    const heard = [];
    for (const kind of ["shell", "items", "whole"]) {
      for (const fresh of news.querySelectorAll(`[data-live="${kind}"]`)) {
        const old = document.getElementById(fresh.id);
        if (!old) continue;
        if (kind === "whole") replace(old, fresh);
        else match(old, fresh, kind === "items" ? heard : null);
      }
    }
    if (heard.length) say([...new Set(heard)].join(". "));
  }

  // Makes the children of `old` those of `fresh`, by their ids, and touches only what differs.
  function match(old, fresh, heard) {
    const wanted = [...fresh.children];
    const ids = new Set(wanted.map((child) => child.id));
    for (const child of [...old.children]) if (!ids.has(child.id)) child.remove();
    wanted.forEach((child, place) => {
      const known = document.getElementById(child.id);
      if (!known) {
        old.insertBefore(document.importNode(child, true), old.children[place] || null);
        if (heard && child.dataset.announce) heard.push(child.dataset.announce);
        readAloud(document.getElementById(child.id));
      } else if (heard) {
        replace(known, child);
      }
    });
  }

  function replace(old, fresh) {
    const focus = old.contains(document.activeElement) ? document.activeElement : null;
    if (old.dataset.stamp === fresh.dataset.stamp || (focus && !("follow" in old.dataset))) return;
    const open = old.querySelector("details")?.open;
    const next = document.importNode(fresh, true);
    if (open) next.querySelector("details").open = true;
    old.replaceWith(next);
    if (!focus) return;
    const same = focus.id && document.getElementById(focus.id);
    (same || next.querySelector(".keypad button") || next.querySelector("button"))?.focus();
  }

  // Reads a caption aloud, or plays it, where that is ticked. A voice that fits its language may not be there.
  function readAloud(line) {
    const tick = line.dataset.aloud && document.getElementById(line.dataset.aloud);
    if (!tick?.checked) return;
    const sound = line.querySelector("audio");
    if (sound) return void sound.play().catch(() => {});
    const words = line.querySelector(".words");
    if (!words || !window.speechSynthesis) return;
    const said = new SpeechSynthesisUtterance(words.textContent);
    said.lang = words.lang;
    speechSynthesis.speak(said);
  }

  // Counts seconds down and up between two looks, from where the page was written.
  const written = new WeakMap();
  function tellSeconds() {
    for (const field of document.querySelectorAll("[data-left], [data-taken]")) {
      if (!written.has(field)) written.set(field, Date.now());
      const passed = Math.round((Date.now() - written.get(field)) / SECOND);
      const down = "left" in field.dataset;
      field.textContent = down ? Math.max(0, field.dataset.left - passed) : Number(field.dataset.taken) + passed;
    }
  }

  async function submit(form, button) {
    const filled = new FormData(form, button);
    const fields = form.enctype === "multipart/form-data" ? filled : new URLSearchParams(filled);
    const answer = await fetch(form.action, {
      method: "POST", body: fields, headers: { "X-Requested-With": "simulator" },
    });
    if (!answer.ok) return say(await answer.text());
    const field = form.querySelector("textarea");
    if (field && button?.name === "do") {
      field.value = "";
      count(field);
      if (form.contains(document.activeElement)) field.focus();
    }
    if (!field && !("keep" in form.dataset)) form.reset();
    return look();
  }

  async function count(field) {
    const answer = await fetch(page.dataset.count, { method: "POST", body: new URLSearchParams({ body: field.value }) });
    if (answer.ok) field.form.querySelector("output").textContent = await answer.text();
  }

  async function play(link) {
    const answer = await fetch(link.href);
    const scene = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-drafted]");
    const field = scene && document.getElementById(scene.id);
    if (!field) return;
    field.value = scene.value;
    field.focus();
    count(field);
  }

  document.documentElement.classList.add("scripted");
  document.addEventListener("visibilitychange", look);
  setInterval(look, SECOND);
  setInterval(tellSeconds, SECOND);

  document.addEventListener("submit", (event) => {
    if (!("quiet" in event.target.dataset)) return;
    event.preventDefault();
    submit(event.target, event.submitter).catch(() => say(page.dataset.lost));
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-scene]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    play(link).catch(() => say(page.dataset.lost));
  });

  // Digits press the keypad of the telephone that has the focus, unless something is written there.
  document.addEventListener("keydown", (event) => {
    const call = event.target.closest(".call");
    if (!call || event.target.matches("input:not([type=checkbox])") || event.ctrlKey || event.metaKey) return;
    const button = [...call.querySelectorAll(".keypad button")].find((each) => each.value === event.key);
    button?.click();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.name !== "body") return;
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector("button.main"));
  });

  let later = 0;
  document.addEventListener("input", (event) => {
    if (event.target.name !== "body") return;
    clearTimeout(later);
    later = setTimeout(() => count(event.target).catch(() => {}), PAUSE);
  });
})();
