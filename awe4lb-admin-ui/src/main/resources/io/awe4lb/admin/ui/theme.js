/* Before the first paint, so that nothing flashes. */
(() => {
  const chosen = localStorage.getItem("awe4lb.theme");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
})();
