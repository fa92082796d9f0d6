package com.orchestrator.engine.expression;

/** Finds where an expression in a text ends, past braces and quotes of its own. */
final class Braces {

    private Braces() {}

    static int closing(String text, int from) throws ExpressionSyntaxException {
        int depth = 0;
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && depth-- == 0) {
                return i;
            }
        }
        throw new ExpressionSyntaxException(
                "'${' without a closing '}'", text.substring(from), 0, "write $${ for the characters themselves");
    }
}
