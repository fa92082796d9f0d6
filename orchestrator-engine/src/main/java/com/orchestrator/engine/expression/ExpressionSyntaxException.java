package com.orchestrator.engine.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression that cannot be compiled; several of them when a whole document was compiled. */
public final class ExpressionSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String expression;
    private final int offset;
    private final @Nullable String hint;
    private final String pointer;
    private final transient List<ExpressionSyntaxException> all;

    ExpressionSyntaxException(String message, String expression, int offset, @Nullable String hint) {
        this(message, expression, offset, hint, "", List.of());
    }

    private ExpressionSyntaxException(
            String message,
            String expression,
            int offset,
            @Nullable String hint,
            String pointer,
            List<ExpressionSyntaxException> all) {
        super(message, null, false, false); // There can be many, and nobody reads where they come from.
        this.expression = expression;
        this.offset = offset;
        this.hint = hint;
        this.pointer = pointer;
        this.all = all;
    }

    /** The same fault, found at a place in a document. */
    ExpressionSyntaxException at(String where) {
        return new ExpressionSyntaxException(String.valueOf(getMessage()), expression, offset, hint, where, List.of());
    }

    /** Several faults as one; the first one speaks for them. */
    static ExpressionSyntaxException of(List<ExpressionSyntaxException> faults) {
        ExpressionSyntaxException first = faults.get(0);
        return new ExpressionSyntaxException(
                String.valueOf(first.getMessage()), first.expression, first.offset, first.hint, first.pointer, faults);
    }

    public String expression() {
        return expression;
    }

    /** Position in the expression, counted from 0. */
    public int offset() {
        return offset;
    }

    public @Nullable String hint() {
        return hint;
    }

    /** RFC 6901 pointer to the text within the document that was compiled; empty for the document itself. */
    public String pointer() {
        return pointer;
    }

    /** Every fault found, this one included. */
    public List<ExpressionSyntaxException> all() {
        return all.isEmpty() ? List.of(this) : all;
    }
}
