// The live board: asks for it every five seconds while the page can be seen, and puts in only what has changed.
// Without this script the board is a page like any other. The server says all words; they stand in data attributes.

const EVERY = 5000;
const PATIENCE = 10000;
const board = document.getElementById("board");
const status = document.getElementById("board-status");

let active = false; // has a person touched the page since the last question?
let asking = false;
let arrived = 0; // rows that came since she last touched the page

for (const event of ["pointerdown", "keydown", "wheel"]) {
  addEventListener(event, () => { active = true; }, { passive: true });
}

async function poll() {
  if (asking || document.visibilityState !== "visible") return;
  asking = true;
  const address = new URL(board.dataset.poll, location.href);
  address.searchParams.set("v", board.dataset.version);
  if (active) {
    address.searchParams.set("active", "1");
    arrived = 0;
  }
  active = false;
  try {
    const answer = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect") location.reload(); // the session is over: the server leads to the login
    else if (answer.ok) take(answer.status === 204 ? null : await answer.text());
    else say(status.dataset.lost);
  } catch {
    say(status.dataset.lost);
  } finally {
    asking = false;
  }
}

function say(words) {
  if (status.textContent !== words) status.textContent = words;
}

function take(html) {
  if (html !== null) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("board");
    if (!fresh) return;
    arrived += takeRows(document.getElementById("board-rows"), fresh.querySelector("#board-rows"));
    takeCounts(fresh);
    takeAlarms(document.getElementById("board-alarms"), fresh.querySelector("#board-alarms"));
    for (const id of ["board-empty", "board-most"]) {
      document.getElementById(id).hidden = fresh.querySelector("#" + id).hidden;
    }
    board.dataset.version = fresh.dataset.version;
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = (fresh.dataset.needing === "0" ? "" : `(${fresh.dataset.needing}) `) + title;
  }
  say(arrived ? status.dataset.new.replace("#", arrived) : "");
}

function takeCounts(fresh) {
  for (const link of document.querySelectorAll("#board-counts a")) {
    const twin = fresh.querySelector("#" + link.id);
    if (twin && twin.outerHTML !== link.outerHTML) {
      link.className = twin.className;
      link.innerHTML = twin.innerHTML;
    }
  }
}

// An alarm that still sounds stays as it is, so that a button under somebody's finger is not exchanged.
function takeAlarms(shown, fresh) {
  for (const alarm of [...shown.children]) if (!fresh.querySelector("#" + alarm.id)) alarm.remove();
  for (const alarm of [...fresh.children]) if (!document.getElementById(alarm.id)) shown.append(alarm);
}

// Rows keep their ids. The one that has the focus is never moved nor removed: the others are put before and after it.
function takeRows(body, freshBody) {
  const held = document.activeElement?.closest("#board-rows > tr") ?? null;
  const wanted = [...freshBody.rows];
  const ids = new Set(wanted.map((row) => row.id));
  for (const row of [...body.rows]) {
    if (ids.has(row.id)) continue;
    if (row === held) row.classList.add("row-gone");
    else row.remove();
  }
  let added = 0;
  let place = body.firstElementChild; // what stands where the next wanted row belongs
  for (const fresh of wanted) {
    if (place === held && held && !ids.has(held.id)) place = held.nextElementSibling;
    const known = document.getElementById(fresh.id);
    if (known && known.outerHTML !== fresh.outerHTML) update(known, fresh);
    if (known && (known === place || known === held)) {
      place = known.nextElementSibling;
    } else {
      body.insertBefore(known ?? fresh, place);
    }
    if (!known) {
      fresh.classList.add("row-new");
      added += 1;
    }
  }
  return added;
}

function update(row, fresh) {
  row.className = fresh.className;
  [...fresh.cells].forEach((cell, at) => {
    const old = row.cells[at];
    if (old.innerHTML !== cell.innerHTML && !old.contains(document.activeElement)) old.innerHTML = cell.innerHTML;
  });
}

setInterval(poll, EVERY);
document.addEventListener("visibilitychange", poll);
