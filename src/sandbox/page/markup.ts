/** What stands on the live page before anything has come in. */

export const markup = `<header>
  <h1><span class="mark" aria-hidden="true"></span>VPS.org sandbox</h1>
  <p id="link" class="link" role="status">connecting</p>
  <svg id="pulse" class="pulse" viewBox="0 0 120 24" preserveAspectRatio="none" role="img" aria-label="Requests a second, last minute"><path d=""/></svg>
  <dl id="figures">
    <div><dt>Zones</dt><dd data-figure="zones">0</dd></div>
    <div><dt>Records</dt><dd data-figure="records">0</dd></div>
    <div><dt>Reads</dt><dd data-figure="reads">0</dd></div>
    <div><dt>Writes</dt><dd data-figure="writes">0</dd></div>
    <div><dt>Refused</dt><dd data-figure="refused">0</dd></div>
    <div><dt>Faults</dt><dd data-figure="faults">0</dd></div>
  </dl>
</header>
<section id="alarm" class="alarm" hidden aria-live="polite">
  <h2>Seen by the checker</h2>
  <ul></ul>
</section>
<main>
  <nav aria-label="Zones">
    <h2>Zones</h2>
    <input id="zone-filter" type="search" placeholder="Find a zone" aria-label="Find a zone" autocomplete="off" spellcheck="false">
    <ul id="zones"></ul>
    <p id="zones-more" class="quiet" hidden></p>
  </nav>
  <section class="records" aria-labelledby="zone-name">
    <div class="bar">
      <h2 id="zone-name">No zone yet</h2>
      <span id="zone-state" class="badge" hidden></span>
      <input id="record-filter" type="search" placeholder="Find a record" aria-label="Find a record" autocomplete="off" spellcheck="false">
    </div>
    <p id="zone-refusal" class="refusal" hidden></p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="zone-name"><table>
      <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">TTL</th><th scope="col">Value</th></tr></thead>
      <tbody id="records"></tbody>
    </table></div>
    <p id="records-more" class="quiet">Zones show here as soon as somebody creates one.</p>
  </section>
  <section class="requests" aria-labelledby="requests-title">
    <div class="bar">
      <h2 id="requests-title">Requests</h2>
      <button id="hold" type="button" aria-pressed="false">Pause</button>
    </div>
    <ol id="requests"></ol>
    <p id="requests-none" class="quiet">Nothing has come in yet.</p>
  </section>
</main>`;
