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
      } else if (heard) {
        replace(known, child);
      }
    });
  }

  function replace(old, fresh) {
    if (old.dataset.stamp === fresh.dataset.stamp || old.contains(document.activeElement)) return;
    const open = old.querySelector("details")?.open;
    const next = document.importNode(fresh, true);
    if (open) next.querySelector("details").open = true;
    old.replaceWith(next);
  }

  async function submit(form, button) {
    const fields = new URLSearchParams(new FormData(form, button));
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
