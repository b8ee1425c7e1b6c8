/** The one style sheet of a report: light and dark, phone and print, no fonts or images from anywhere. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--panel:#f6f8fa;--ink:#1c2128;--muted:#59636e;--line:#d5dbe1;--good:#1a7f37;--doubt:#8a5a00;--bad:#c4232d;
--likely:#0b5bd3;--weights:#2f5fd0;--kv:#0f9d8a;--activation:#d9822b;--graphs:#8a5cd6;--nontorch:#7a8491;--free:#e3e8ed;--onpart:#fff;--onfree:#59636e}
@media screen and (prefers-color-scheme:dark){:root{--paper:#0f1318;--panel:#171c23;--ink:#e3e8ee;--muted:#9aa5b1;--line:#303842;--good:#4cc26a;--doubt:#e0aa3e;--bad:#ff6f6a;
--likely:#6aa8ff;--weights:#4d7bec;--kv:#2bb5a0;--activation:#d98a3d;--graphs:#a27cf0;--nontorch:#8792a0;--free:#2a323b;--onpart:#0b0e12;--onfree:#9aa5b1}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.75rem}
.brand{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;color:var(--muted);font-size:.875rem;letter-spacing:.01em}
.brand b{color:var(--ink);letter-spacing:.04em}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:2.25rem 0 .75rem}
h1{font-size:1.6rem;margin:.6rem 0 0;letter-spacing:-.01em}
h2{font-size:1.2rem}
h3{font-size:1rem}
p{margin:.5rem 0}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.verdict{border-left:.4rem solid var(--muted);padding:.15rem 0 .15rem 1rem;margin:1.1rem 0 1.25rem}
.verdict h2{margin:.4rem 0 0}.verdict:has(h2){margin-top:3rem}
.verdict.pass{border-color:var(--good)}.verdict.warn{border-color:var(--doubt)}.verdict.block{border-color:var(--bad)}
.badge{display:inline-block;border:1.5px solid currentColor;border-radius:1rem;padding:0 .6rem;font-size:.8125rem;font-weight:600;line-height:1.6;white-space:nowrap}
.pass>.badge,.met{color:var(--good)}.warn>.badge,.close,.warning{color:var(--doubt)}.block>.badge,.missed,.blocking{color:var(--bad)}.unknown>.badge,.unchecked,.notice{color:var(--muted)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.muted,.sub{color:var(--muted)}
.sub{font-size:.875rem}
.scroll{position:relative;overflow-x:auto;margin:.75rem 0;border:1px solid var(--line);border-radius:.5rem;background:var(--panel)}
.scroll{background:linear-gradient(90deg,var(--panel) 40%,transparent) left/2rem 100% no-repeat local,linear-gradient(270deg,var(--panel) 40%,transparent) right/2rem 100% no-repeat local,linear-gradient(90deg,var(--line),transparent) left/.8rem 100% no-repeat,linear-gradient(270deg,var(--line),transparent) right/.8rem 100% no-repeat,var(--panel)}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:3px solid var(--likely);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.5rem .8rem;text-align:left;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:normal}
thead th{border-top:0;color:var(--muted);font-size:.8125rem;font-weight:600;white-space:nowrap}
tbody th{font-weight:400;min-width:13.5rem}
.n{text-align:right;white-space:nowrap}
.note{display:inline-block;color:var(--muted);font-weight:400}
td.n:has(.note){white-space:normal}
.standing{font-weight:600;white-space:nowrap}.short{white-space:nowrap}
.stacks tbody th{min-width:9rem}.stacks td{overflow-wrap:anywhere}.stacks td[data-of]:not(.n):not(:has(.short)){min-width:11rem}
.many th,.many td{padding:.4rem .45rem;font-size:.84rem}.many thead th{white-space:normal;vertical-align:bottom;overflow-wrap:normal}.many tbody th{min-width:6rem}.many td[data-of]:not(.n):not(:has(.short)){min-width:8rem}
figure{margin:.75rem 0;border:1px solid var(--line);border-radius:.5rem;padding:.9rem;background:var(--panel)}
figcaption{color:var(--muted);font-size:.875rem;margin-top:.5rem}
figure svg{display:block;width:100%;height:auto}
.panel{margin:.4rem 0 .1rem;font-size:.8125rem;color:var(--muted)}
.narrow{display:none}
.legend{list-style:none;margin:.6rem 0 0;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:.1rem 1.5rem;font-size:.9rem;font-variant-numeric:tabular-nums}
.legend li{display:flex;gap:.5rem;align-items:baseline}
.legend i{flex:none;width:.75rem;height:.75rem;border-radius:.15rem;border:1px solid var(--line)}
.legend .name{flex:1}
.weights{background:var(--weights)}.kv{background:var(--kv)}.activation{background:var(--activation)}.cudaGraphs{background:var(--graphs)}.nonTorch{background:var(--nontorch)}.free{background:var(--free)}
ul.plain{padding-left:1.1rem;margin:.5rem 0}
ul.findings{list-style:none;padding:0;margin:.75rem 0;border:1px solid var(--line);border-radius:.5rem;background:var(--panel)}
ul.findings li{padding:.6rem .9rem;border-top:1px solid var(--line)}
ul.findings li:first-child{border-top:0}
ul.findings b{white-space:nowrap}
ul.findings p{margin:.15rem 0}
details{border:1px solid var(--line);border-radius:.5rem;margin:.6rem 0;background:var(--panel)}
summary{cursor:pointer;padding:.55rem .9rem;border-radius:.5rem}
details>div{padding:0 .9rem .6rem}
details .scroll{border:0;margin:0}
pre{margin:0;padding:.5rem .9rem;overflow-x:auto;font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;tab-size:2;overflow-wrap:normal}
ins{text-decoration:none;color:var(--good)}pre del{text-decoration:none;color:var(--bad)}
h1 code,h2 code{font-weight:650}
nav ul{list-style:none;padding:0;margin:.75rem 0}
nav li{margin:.35rem 0}
a{color:var(--likely)}
footer{padding-top:1.5rem;padding-bottom:2.5rem;margin-top:2.5rem;color:var(--muted);font-size:.875rem}
@media screen and (max-width:44rem){body{font-size:15px}h1{font-size:1.3rem}main,header,footer{padding-left:.9rem;padding-right:.9rem}.wide{display:none}.narrow{display:block}th,td{padding:.4rem .45rem;font-size:.8125rem}thead th,thead .n{font-size:.75rem;white-space:normal;vertical-align:bottom}figure{padding:.6rem}tbody th{min-width:5.5rem}
.stacks thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stacks table,.stacks tbody{display:block}
.stacks tr{display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:.5rem .6rem;border-top:1px solid var(--line)}.stacks tbody tr:first-child{border-top:0}
.stacks tr::after{content:"";order:1;flex-basis:100%}
.stacks th,.stacks td,.stacks td[data-of]:not(.n):not(:has(.short)){display:block;border:0;padding:0;min-width:0;max-width:100%;text-align:left;font-size:.875rem}
.stacks tbody th{flex:1 0 calc(100% - 7rem);font-weight:600}
.stacks td[data-of]{order:2}.stacks td[data-of]::before{content:attr(data-of) " ";color:var(--muted)}.stacks td:empty{display:none}}
@media print{:root{color-scheme:light}body{font-size:11pt}main,header,footer{max-width:none}.scroll{overflow:visible;background:none}th,td{padding:.25rem .4rem;font-size:8.5pt}thead th{font-size:8pt;white-space:normal}tbody th,.stacks tbody th,.stacks td[data-of]:not(.n):not(:has(.short)){min-width:4rem}.many th,.many td,.many thead th{font-size:7.5pt;padding:.25rem .3rem}.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}figure,ul.findings li,tr{break-inside:avoid}h2,h3{break-after:avoid}details::details-content{content-visibility:visible;block-size:auto;display:block}pre{white-space:pre-wrap}.wide{display:block}.narrow{display:none}}
`.trim();
