"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const byId = new Map(data.nodes.map((node) => [node.id, node]));
  const nodes = new vis.DataSet(data.nodes);
  const edges = new vis.DataSet(data.edges);
  const network = new vis.Network(at("net"), { nodes, edges }, JSON.parse(data.options));
  let focus = null;

  const fits = (context, text, width) => {
    while (text.length > 3 && context.measureText(text).width > width) text = text.slice(0, -2).trimEnd() + "…";
    return text;
  };
  network.on("beforeDrawing", (context) => {
    const size = Math.min(46, Math.max(18, 15 / network.getScale()));
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.lineWidth = 2;
    for (const frame of data.frames) {
      context.fillStyle = frame.upper ? "#f1f5fa" : "#f8f8f6";
      context.strokeStyle = "#c5cad1";
      context.beginPath();
      context.roundRect(frame.x, frame.y, frame.width, frame.height, 16);
      context.fill();
      context.stroke();
      context.fillStyle = "#3d4650";
      context.fillText(fits(context, frame.label, frame.width - 30), frame.x + 16, frame.y + size + 4);
    }
  });

  // vis-network's own fit knows the things, not the frames around them.
  function whole() {
    const net = at("net");
    const left = Math.min(...data.frames.map((frame) => frame.x)), top = Math.min(...data.frames.map((frame) => frame.y));
    const right = Math.max(...data.frames.map((frame) => frame.x + frame.width));
    const bottom = Math.max(...data.frames.map((frame) => frame.y + frame.height));
    if (!data.frames.length) return;
    const scale = Math.min(1.2, 0.96 * Math.min(net.clientWidth / (right - left), net.clientHeight / (bottom - top)));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }

  const chosenKinds = () => new Set([...document.querySelectorAll("input[name=kind]:checked")].map((box) => box.value));
  const near = (id) => new Set([id, ...network.getConnectedNodes(id)]);

  function draw() {
    const kinds = chosenKinds();
    const theme = at("theme").value;
    const around = focus ? near(focus) : null;
    const seen = (node) => kinds.has(node.kind) && (!theme || node.themes.includes(theme));
    nodes.update(data.nodes.map((node) => {
      const strong = !around || around.has(node.id);
      return { id: node.id, hidden: !seen(node), opacity: strong ? 1 : 0.15, font: { color: strong ? "#1b1f24" : "#1b1f2422" } };
    }));
    edges.update(data.edges.map((edge) => ({
      id: edge.id,
      hidden: !seen(byId.get(edge.from)) || !seen(byId.get(edge.to)) || (focus !== null && edge.from !== focus && edge.to !== focus),
    })));
    tell();
  }

  function tell() {
    const about = at("about");
    about.hidden = focus === null;
    about.replaceChildren();
    if (focus === null) return;
    const node = byId.get(focus);
    const heading = document.createElement("h2");
    heading.textContent = `${node.name} (${node.says})`;
    const list = document.createElement("ul");
    for (const edge of data.edges) {
      if (edge.from !== focus && edge.to !== focus) continue;
      const item = document.createElement("li");
      item.textContent = edge.title;
      list.append(item);
    }
    about.append(heading, list);
  }

  function look(id) {
    focus = id;
    draw();
    if (id === null) return network.unselectAll();
    network.selectNodes([id]);
    network.moveTo({ position: network.getPosition(id), scale: Math.max(network.getScale(), 0.7), animation: false });
  }

  at("find").addEventListener("input", (event) => {
    const text = event.target.value.trim().toLowerCase();
    const found = text && (data.nodes.find((node) => node.name.toLowerCase() === text));
    if (found) look(found.id);
  });
  at("controls").addEventListener("submit", (event) => event.preventDefault());
  // Enter is heard on the field itself: a sandboxed frame, as the app's, sends no form.
  at("find").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const text = at("find").value.trim().toLowerCase();
    const found = text && data.nodes.find((node) => node.name.toLowerCase().includes(text));
    if (found) look(found.id);
  });
  at("theme").addEventListener("change", draw);
  document.querySelectorAll("input[name=kind]").forEach((box) => box.addEventListener("change", draw));
  at("nearer").addEventListener("click", () => network.moveTo({ scale: network.getScale() * 1.4 }));
  at("farther").addEventListener("click", () => network.moveTo({ scale: network.getScale() / 1.4 }));
  at("all").addEventListener("click", () => {
    at("controls").reset();
    look(null);
    whole();
  });
  network.on("selectNode", (event) => { focus = event.nodes[0]; draw(); });
  network.on("deselectNode", () => { focus = null; draw(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && focus !== null) look(null); });
  for (const node of data.nodes) {
    const mark = at(`mark-${node.kind}`);
    if (mark) mark.style.color = node.color;
  }
  network.once("afterDrawing", () => { whole(); document.body.dataset.ready = "yes"; });
})();
