// Light, dark, or what the desktop says: remembered on this device. Loaded in the head, so nothing flashes.
const root = document.documentElement;
const kept = () => { try { return localStorage.getItem("scheme") || ""; } catch { return ""; } };
root.dataset.scheme = kept();
addEventListener("click", (event) => {
  if (!event.target.closest("[data-scheme-toggle]")) return;
  const dark = root.dataset.scheme === "dark"
    || (root.dataset.scheme === "" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.scheme = dark ? "light" : "dark";
  try { localStorage.setItem("scheme", root.dataset.scheme); } catch { /* a private window forgets */ }
});
