(function () {
  "use strict";
  var all = Array.prototype.slice.call(document.querySelectorAll(".finding"));
  var texts = all.map(function (item) { return item.textContent.toLowerCase(); });
  var bar = document.getElementById("bar"), code = document.getElementById("code"), form = document.getElementById("form");
  var order = document.getElementById("order"), find = document.getElementById("find"), shown = document.getElementById("shown");
  var boxes = Array.prototype.slice.call(bar.querySelectorAll("input[name=sev]"));
  var at = -1;

  function apply() {
    var severities = boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    var word = find.value.trim().toLowerCase(), count = 0;
    all.forEach(function (item, i) {
      var fits = severities.indexOf(item.dataset.sev) >= 0 && (!code.value || item.dataset.code === code.value) &&
        (!form.value || item.dataset.form === form.value) && (!word || texts[i].indexOf(word) >= 0);
      item.hidden = !fits;
      if (fits) { count += 1; }
    });
    shown.textContent = "显示 " + count + " / " + all.length + " 条";
    if (at >= 0 && all[at].hidden) { leave(); }
  }
  function formKey(item) {
    var parts = item.dataset.form.split(".");
    return [Number(parts[0]), parts[1] === "" ? -1 : Number(parts[1]), Number(item.dataset.n)];
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
    all[at].classList.add("at");
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
