// Entry of the `casedrop` command: the same engine without a window.
process.stderr.write("casedrop\n");
