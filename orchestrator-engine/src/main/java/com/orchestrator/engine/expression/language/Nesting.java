package com.orchestrator.engine.expression.language;

import com.orchestrator.engine.plan.ExpressionFailure;

/** Refuses JSON that is nested more deeply than its readers can follow. Documents are put together from bytes, unread. */
public final class Nesting {

    /** What a client may send (200) inside what a definition may be (100). */
    static final int MAX = 300;

    private Nesting() {}

    /** The same bytes. */
    public static byte[] checked(byte[] json) {
        if (json.length > 2 * MAX && depth(json) > MAX) {
            throw new ExpressionFailure("The result is nested more than " + MAX + " deep");
        }
        return json;
    }

    private static int depth(byte[] json) {
        int depth = 0;
        int deepest = 0;
        boolean inText = false;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> inText = !inText;
                case '\\' -> i++;
                case '[', '{' -> deepest = Math.max(deepest, depth += inText ? 0 : 1);
                case ']', '}' -> depth -= inText ? 0 : 1;
                default -> {}
            }
        }
        return deepest;
    }
}
