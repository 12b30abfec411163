// What pages can do beyond links and forms: copy a line, and warn of lines that are not saved.
(function () {
  "use strict";
  const status = document.getElementById("status");
  let forgetting = 0;

  function say(text) {
    status.textContent = text;
    clearTimeout(forgetting);
    forgetting = setTimeout(function () { status.textContent = ""; }, 4000);
  }

  async function copy(field) {
    try {
      await navigator.clipboard.writeText(field.value);
      say("Copied.");
    } catch (error) {
      // Without permission, or where the page is not served over TLS: the way of before.
      field.select();
      say(document.execCommand("copy") ? "Copied." : "Press Ctrl+C to copy.");
    }
  }

  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", function () { copy(field); });
  });

  document.querySelectorAll("form.message").forEach(function (form) {
    let isSent = false;
    const before = new Map(Array.from(form.querySelectorAll("input, textarea"), (field) => [field, field.value]));
    form.addEventListener("submit", function () { isSent = true; });
    window.addEventListener("beforeunload", function (event) {
      const isChanged = Array.from(before).some(([field, value]) => field.value !== value);
      if (isChanged && !isSent) { event.preventDefault(); }
    });
  });
})();
