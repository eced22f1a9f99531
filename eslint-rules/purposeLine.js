// House rule `casedrop/purpose-line`: line 1 of a file is a one-line comment that says what it is for.

export default {
  meta: {
    type: "suggestion",
    schema: [],
    messages: {
      missing: "Line 1 must be a `// ...` comment saying what the file is for.",
    },
  },
  create(context) {
    return {
      Program(node) {
        const first = context.sourceCode.lines[0] ?? "";
        if (!/^\/\/ \S.{10,}/.test(first))
          context.report({
            node,
            loc: { line: 1, column: 0 },
            messageId: "missing",
          });
      },
    };
  },
};
