(function () {
  "use strict";
  var all = Array.prototype.slice.call(document.querySelectorAll(".finding"));
  var texts = all.map(function (item) { return item.textContent.toLowerCase(); });
  var bar = document.getElementById("bar"), code = document.getElementById("code"), form = document.getElementById("form");
  var order = document.getElementById("order"), find = document.getElementById("find"), shown = document.getElementById("shown");
  var boxes = Array.prototype.slice.call(bar.querySelectorAll("input[name=sev]"));
  var sources = Array.prototype.slice.call(document.querySelectorAll(".source"));
  var several = sources.length > 1, unfold = document.getElementById("unfold");
  var at = -1;
  document.documentElement.classList.add("js");

  function fold(source, closed) {
    var button = source.querySelector(".fold");
    if (!button) { return; }
    source.classList.toggle("folded", closed);
    button.setAttribute("aria-expanded", closed ? "false" : "true");
  }
  function filtering() {
    return !!(code.value || form.value || find.value.trim()) || boxes.some(function (box) { return !box.checked; });
  }
  function hideFiles() {
    var narrowed = filtering(), word = find.value.trim().toLowerCase();
    sources.forEach(function (source) {
      var open = source.querySelector(".finding:not([hidden])");
      var named = word && source.querySelector("h2").textContent.toLowerCase().indexOf(word) >= 0;
      source.hidden = narrowed && !open && !named;
      var line = document.querySelector("[data-line='" + source.dataset.source + "']");
      if (line) { line.hidden = source.hidden; }
    });
  }

  function apply() {
    var severities = boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    var word = find.value.trim().toLowerCase(), count = 0;
    all.forEach(function (item, i) {
      var fits = severities.indexOf(item.dataset.sev) >= 0 && (!code.value || item.dataset.code === code.value) &&
        (!form.value || item.dataset.form === form.value || (/^\d+\.$/.test(form.value) && several && item.dataset.form.indexOf(form.value) === 0)) && (!word || texts[i].indexOf(word) >= 0);
      item.hidden = !fits;
      if (fits) { count += 1; }
    });
    if (several) { hideFiles(); }
    shown.textContent = "显示 " + count + " / " + all.length + " 条";
    if (at >= 0 && all[at].hidden) { leave(); }
  }
  function formKey(item) {
    var parts = item.dataset.form.split(".");
    return [Number(parts[0]), parts[1] === "" ? -1 : Number(parts[1]), Number(item.id.split("-")[1])];
  }
  function arrange() {
    all.sort(function (a, b) {
      var x = formKey(a), y = formKey(b);
      return x[0] - y[0] || (order.value === "form" ? x[1] - y[1] : 0) || x[2] - y[2];
    });
    texts = all.map(function (item) { return item.textContent.toLowerCase(); });
    all.forEach(function (item) { item.parentNode.appendChild(item); });
    leave();
    apply();
  }
  function leave() {
    all.forEach(function (item) { item.classList.remove("at"); });
    at = -1;
  }
  function step(by) {
    var next = at + by;
    while (next >= 0 && next < all.length && all[next].hidden) { next += by; }
    if (next < 0 || next >= all.length) { return; }
    if (at >= 0) { all[at].classList.remove("at"); }
    at = next;
    if (several) { fold(all[at].closest(".source"), false); }
    all[at].classList.add("at");
    all[at].tabIndex = -1;
    all[at].focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "start" });
  }
  function reset() {
    boxes.forEach(function (box) { box.checked = true; });
    code.value = ""; form.value = ""; find.value = "";
    find.blur();
    leave();
    apply();
  }
  function reach(id) {
    var target = id && document.getElementById(id);
    var source = target && target.closest(".source");
    if (source) { fold(source, false); target.scrollIntoView({ block: "start" }); }
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest(".fold"), link = event.target.closest("a[href^='#']");
    if (button) { var source = button.closest(".source"); fold(source, !source.classList.contains("folded")); }
    if (link) { window.setTimeout(function () { reach(link.getAttribute("href").slice(1)); }, 0); }
  });
  if (unfold) {
    unfold.addEventListener("click", function () {
      var closed = unfold.textContent === "全部收起";
      sources.forEach(function (source) { fold(source, closed); });
      unfold.textContent = closed ? "全部展开" : "全部收起";
    });
  }
  reach(window.location.hash.slice(1));
  bar.addEventListener("input", apply);
  bar.addEventListener("change", apply);
  bar.addEventListener("submit", function (event) { event.preventDefault(); });
  order.addEventListener("change", arrange);
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape") { reset(); event.preventDefault(); return; }
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName || "") && event.target.type !== "checkbox";
    if (typing) { return; }
    if (event.key === "j") { step(1); event.preventDefault(); }
    else if (event.key === "k") { step(-1); event.preventDefault(); }
    else if (event.key === "/") { find.focus(); find.select(); event.preventDefault(); }
  });
  apply();
}());
