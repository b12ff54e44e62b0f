/* On a phone a row of a table is an entry of its own (admin.css): here each cell learns what it is called.
   Without this script the tables stay tables and scroll by themselves. */
"use strict";
for (const table of document.querySelectorAll(".inline-group table, .figures table, #result_list")) {
  // A sorted column's heading begins with its rank among the sorted; the name is what stands in .text.
  const names = [...table.tHead.rows[0].cells].map((cell) => (cell.querySelector(".text") ?? cell).textContent.trim());
  for (const row of table.tBodies[0].rows) {
    let column = 0;
    for (const cell of row.cells) {
      const name = cell.colSpan === 1 ? names[column] : "";
      if (name) cell.dataset.label = name;
      column += cell.colSpan;
    }
  }
  table.classList.add("cards");
}
