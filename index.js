// n8n reads the node list from package.json; npm tooling wants a main file.
module.exports = {};
