package com.orchestrator.engine.expression;

import com.orchestrator.engine.plan.ExpressionFailure;

/** The one sentence shape of evaluation failures; short, because messages of libraries may quote whole values. */
final class Failures {

    /** Works for what a task has left out, and for tasks that were skipped and have no output at all. */
    static final String MAY_BE_ABSENT =
            "; for one that may be absent write tasks.x.?output.?field.orValue(null) or input.?field.orValue(null)";

    private static final int MESSAGE_CHARS_MAX = 300;
    private static final int EXPRESSION_CHARS_MAX = 80;

    private Failures() {}

    static ExpressionFailure in(String expression, String reason) {
        String message = "In '" + cut(expression, EXPRESSION_CHARS_MAX) + "': " + reason;
        return new ExpressionFailure(cut(message, MESSAGE_CHARS_MAX));
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1) + "…";
    }
}
