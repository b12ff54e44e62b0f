// A date input speaks the browser's language and order, not the page's: where there is a script, the day chosen stands
// beside its label as this page writes days; and before that, in a browser of another language, what goes where.
// The line of the label has room for it, so nothing moves. Without a script the input alone is all there is.
{
  const DATES = "input[type=date], input[type=datetime-local]";
  const language = document.documentElement.lang;
  const chinese = language.startsWith("zh");
  const two = (number) => String(number).padStart(2, "0");
  const partsOf = (date, form) => Object.fromEntries(
    new Intl.DateTimeFormat(chinese ? "zh-CN" : "en-GB", { timeZone: "UTC", ...form }).formatToParts(date).map((one) => [one.type, one.value]));

  // As servicecenter/moments.py says it. The input holds what the clock on the wall shows, so no zone comes into it.
  function said(value) {
    const date = new Date(value.includes("T") ? `${value}Z` : `${value}T00:00Z`);
    if (!value || isNaN(date)) return "";
    const { weekday, day, month } = partsOf(date, { weekday: "short", day: "numeric", month: "short" });
    const year = date.getUTCFullYear(), time = value.split("T")[1]?.slice(0, 5);
    if (chinese) return `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}（${weekday}）${time ?? ""}`;
    return `${weekday} ${day} ${month}${year === new Date().getFullYear() ? "" : ` ${year}`}${time ? `, ${time}` : ""}`;
  }

  // "month/day/year", where the browser's own letters may be foreign to the reader.
  function order() {
    if (!Intl.DisplayNames || navigator.language.slice(0, 2) === language.slice(0, 2)) return "";
    const name = new Intl.DisplayNames(language, { type: "dateTimeField" });
    return new Intl.DateTimeFormat(navigator.language, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts()
      .map((one) => (["year", "month", "day"].includes(one.type) ? name.of(one.type) : one.value)).join("");
  }

  function tell(input) {
    const label = input.labels?.[0];
    if (!label) return;
    let told = label.querySelector(".day-chosen");
    if (!told) {
      told = document.createElement("small");
      told.className = "day-chosen";
      told.setAttribute("aria-hidden", "true"); // the input says it itself to who cannot see it
      label.append(told);
    }
    told.textContent = said(input.value) || order();
  }
  const tellAll = () => document.querySelectorAll(DATES).forEach(tell);

  addEventListener("input", (event) => { if (event.target.matches?.(DATES)) tell(event.target); });
  addEventListener("pageshow", tellAll);
  addEventListener("htmx:afterSwap", tellAll);
}
