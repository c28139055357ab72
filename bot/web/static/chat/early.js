/* Runs before anything is painted, so that letters and colours do not jump. Not a module: modules
   wait. A browser too old for the modules is left with the plain forms, which do the same work. */
(function () {
  var root = document.documentElement;
  if ("noModule" in HTMLScriptElement.prototype && String.prototype.replaceAll && window.EventSource) {
    root.classList.add("js");
  }
  try {
    var told = root.dataset.large; // what was said in the chat counts once, then the switch here
    if (told && told !== (localStorage.getItem("linli.told") || "0")) {
      localStorage.setItem("linli.told", told);
      localStorage.setItem("linli.large", told);
      document.cookie = "linli-large=" + told + "; path=/; max-age=31536000; samesite=lax";
    }
    var large = localStorage.getItem("linli.large");
    if (large !== null) root.classList.toggle("elder", large === "1");
    var theme = localStorage.getItem("linli.theme");
    if (theme) root.dataset.theme = theme;
  } catch (refused) {
    root.dataset.kept = "no"; // storage is closed to us: the server's cookie decides alone
  }
})();
