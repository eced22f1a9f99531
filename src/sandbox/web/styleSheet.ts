// How the pages look, light and dark.

/** Served as /assets/sandbox.css. */
export const styleSheet = `:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #ffffff; --line: #dfe2e7; --text: #1c2026; --quiet: #5d6673;
  --accent: #1f6f8b; --accent-text: #ffffff; --good: #1d7a46; --wait: #8a5a00; --bad: #b3261e;
  --banner: #f3d9a4; --banner-text: #4a3500;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --card: #1d2127; --line: #333942; --text: #e7eaee; --quiet: #9aa4b2;
    --accent: #6cc0dc; --accent-text: #06212b; --good: #6fd39b; --wait: #e8b75c; --bad: #ff8a80;
    --banner: #43351a; --banner-text: #f3d9a4;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
.banner { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding: 10px 24px; background: var(--banner); color: var(--banner-text); }
.banner .brand { color: inherit; font-weight: 700; text-decoration: none; }
.banner .tagline { font-size: 14px; }
main { max-width: 1120px; margin: 0 auto; padding: 24px; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible, .code:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav { font-size: 14px; margin-bottom: 8px; overflow-wrap: anywhere; }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 20px; line-height: 1.3; margin: 0 0 8px; overflow-wrap: anywhere; }
h3 { font-size: 16px; line-height: 1.35; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 .quiet { font-weight: 400; }
p { margin: 0 0 8px; }
section { margin: 24px 0; }
.heading { margin-bottom: 16px; }
.quiet { color: var(--quiet); font-size: 14px; }
.mono { font-family: ui-monospace, monospace; font-size: 13px; overflow-wrap: anywhere; }
.prose { max-width: 70ch; white-space: pre-line; overflow-wrap: anywhere; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 16px; }
.card { display: block; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 20px; color: inherit; text-decoration: none; }
.narrow { max-width: 520px; margin: 48px auto; }
.card.case, .card.stack { padding: 0; overflow: hidden; }
a.card:hover { border-color: var(--accent); }
.card .text { padding: 14px 16px 10px; }
.picture { display: flex; width: 100%; aspect-ratio: 4 / 3; object-fit: contain; background: #000; }
.picture.empty { align-items: center; justify-content: center; background: var(--line); color: var(--quiet); }
.badge { display: inline-block; padding: 1px 10px; border: 1px solid currentColor; border-radius: 999px; font-size: 13px; font-weight: 600; color: var(--quiet); }
.badge.published, .badge.completed-dicom-processing { color: var(--good); }
.badge.queued, .badge.pending-dicom-processing, .badge.pending_review { color: var(--wait); }
.badge.failed { color: var(--bad); }
.warning { color: var(--wait); font-size: 14px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 16px 0; padding: 16px 20px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.facts dt { color: var(--quiet); font-size: 13px; }
.facts dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.refused { border-left: 5px solid var(--bad); }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th:nth-child(-n+2), td:nth-child(-n+2) { white-space: nowrap; }
button, .button { display: inline-block; padding: 8px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--text); font: inherit; text-decoration: none; cursor: pointer; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-text); font-weight: 600; }
button.danger { color: var(--bad); }
.button.disabled { opacity: 0.45; cursor: default; }
.decision, .actions { display: flex; gap: 12px; margin: 16px 0; }
.actions { margin-top: 40px; padding-top: 16px; border-top: 1px solid var(--line); }
.code { display: block; padding: 12px; border: 1px dashed var(--line); border-radius: 8px; font-size: 18px; overflow-wrap: anywhere; user-select: all; }
.viewer { margin: 16px 0; text-align: center; }
.viewer > img { display: block; width: 100%; height: min(70vh, 900px); object-fit: contain; background: #000; border-radius: 10px; }
.controls { display: flex; align-items: center; gap: 12px; margin: 12px 0 4px; }
.controls input { flex: 1; min-width: 0; }
.controls output { min-width: 80px; margin: 0 auto; font-variant-numeric: tabular-nums; }
.controls input:not([hidden]) + output { margin: 0; }
#key-note { min-height: 21px; }
details { margin-top: 16px; }
summary { cursor: pointer; }
.strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(96px, 1fr)); gap: 8px; margin-top: 12px; }
.strip a { display: block; text-align: center; font-size: 13px; text-decoration: none; }
.strip img { display: block; width: 100%; aspect-ratio: 1; object-fit: contain; background: #000; border-radius: 6px; }
`;
