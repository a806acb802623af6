// Plain JavaScript without modern syntax, because its job is to speak up on a Node that is too old for the rest.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `This project runs on Node 24, but Node ${process.versions.node} is running.\n` +
      'npm scripts use the Node of the dev dependency "node". Run "npm ci" (without --ignore-scripts) and start through npm.',
  );
  process.exit(1);
}
