// What is going on, in a sentence or two, for whoever sees this for the first time.

export function story(model) {
  const nodes = [...model.nodes.values()];
  const up = nodes.filter((node) => node.link === "open");
  if (up.length === 0)
    return nodes.every((node) => node.link === "connecting") ? "Connecting to the nodes…" : "No node answers.";
  if (up.length < model.majority)
    return `${up.length} of ${nodes.length} nodes are left, and ${model.majority} are needed. Nobody can be elected and nothing is written until one comes back: that is how nothing gets lost.`;
  const candidate = up.find((node) => node.state?.role === "candidate");
  const { leader } = model;
  if (candidate && !(leader && leader.state.term >= candidate.state.term)) {
    return candidate.state.canvassing
      ? `${candidate.name} heard no leader for too long. Before it disturbs anyone, it asks whether a majority would vote for it.`
      : `${candidate.name} stands for election in term ${candidate.state.term}. It voted for itself and needs ${model.majority} votes; each node has one per term.`;
  }
  if (!leader)
    return "No leader. The arcs are the followers' patience: whose runs out first asks the others for their votes.";
  const behind = up.find((node) => node !== leader && node.state && leader.state.last - node.state.last > 2);
  if (behind)
    return `${leader.name} leads term ${leader.state.term}. ${behind.name} is ${leader.state.last - behind.state.last} entries behind and catches up.`;
  if (leader.state.last > leader.state.commit)
    return `${leader.name} sends new entries to its followers. They are committed once ${model.majority} of ${nodes.length} have them on disk.`;
  if (nodes.length === 1)
    return `${leader.name} leads term ${leader.state.term}, as far as this page is told alone: raft.host.dashboard.nodes names the others.`;
  const dead = nodes.filter((node) => node.link !== "open").map((node) => node.name);
  const beat = `${leader.name} leads term ${leader.state.term}. Each of its heartbeats winds up the followers' timers; should they run out, there is an election.`;
  return dead.length > 0 ? `${beat} ${dead.join(" and ")} may be dead: a majority is enough.` : beat;
}
