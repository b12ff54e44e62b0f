// Swagger UI writes in English only: its own words are put into the page's language as it draws them.
"use strict";
const words = JSON.parse(document.getElementById("api-words").textContent);
const KEPT = "code, pre, textarea, .opblock-summary-path, .markdown, .renderedMarkdown, .model";
const SAID = ["title", "placeholder", "aria-label"];

const sayText = (text) => {
  const word = text.data.trim();
  const wrong = word.match(/^For '(.+)': (.+)$/);
  if (wrong && Object.hasOwn(words, wrong[2])) text.data = `${wrong[1]}: ${words[wrong[2]]}`;
  if (Object.hasOwn(words, word) && !text.parentElement?.closest(KEPT)) text.data = text.data.replace(word, words[word]);
};
const sayNames = (element) => {
  for (const name of SAID) {
    const word = element.getAttribute(name);
    if (word && Object.hasOwn(words, word)) element.setAttribute(name, words[word]);
  }
};
const say = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return sayText(node);
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  sayNames(node);
  const inside = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (inside.nextNode()) inside.currentNode.nodeType === Node.TEXT_NODE ? sayText(inside.currentNode) : sayNames(inside.currentNode);
};
new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "childList") addedNodes.forEach(say);
    else if (type === "attributes") sayNames(target);
    else sayText(target);
  }
}).observe(document.getElementById("swagger-ui"), { subtree: true, childList: true, characterData: true, attributeFilter: SAID });
