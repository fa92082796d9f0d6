package com.orchestrator.engine.definition;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one check of a value against a schema costs, and ends it when that is too much: references that multiply,
 * patterns that backtrack without end. Counted and not timed, so that the same value has the same answer everywhere.
 */
final class SchemaMeter extends ExecutionContext {

    static final int STEPS_MAX = 50_000_000;
    /** A keyword costs about as much as that many characters of a pattern. */
    private static final int STEPS_PER_KEYWORD = 20;

    private static final ThreadLocal<@Nullable SchemaMeter> CURRENT = new ThreadLocal<>();

    private int steps;

    /** An error and no exception: the library writes exceptions of patterns to the log. */
    static final class Exceeded extends Error {
        private static final long serialVersionUID = 1L;

        Exceeded() {
            super("checking it takes too long", null, false, false);
        }
    }

    /** Whatever the check does in this thread is counted, also within patterns. */
    void during(Runnable check) {
        CURRENT.set(this);
        try {
            check.run();
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public void evaluationPathAddLast(String keyword) {
        count(STEPS_PER_KEYWORD);
        super.evaluationPathAddLast(keyword);
    }

    @Override
    public void evaluationPathAddLast(int index) {
        count(STEPS_PER_KEYWORD);
        super.evaluationPathAddLast(index);
    }

    private void count(int more) {
        steps += more;
        if (steps > STEPS_MAX) {
            throw new Exceeded();
        }
    }

    /** Java's patterns, as always, but over a text that counts each look at a character. */
    static RegularExpression pattern(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return text -> pattern.matcher(new Counted(text, 0, text.length())).find();
    }

    private record Counted(String text, int start, int end) implements CharSequence {

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            SchemaMeter meter = CURRENT.get();
            if (meter != null) {
                meter.count(1);
            }
            return text.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Counted(text, start + from, start + to);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }
}
