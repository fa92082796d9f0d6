package com.orchestrator.engine.plan;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does a block again and again, one turn after the other.
 *
 * @param way when its condition is asked
 * @param condition seen from inside the turn it is asked about
 * @param turnsMax it fails when there would be one more
 * @param as name under which expressions inside see the turn
 * @param results what it puts out
 * @param remembers whether something inside reads what the turn before came to
 * @param turnOutput what a turn comes to; the output of the block's last task when absent
 */
public record Loop(
        Head head,
        Way way,
        Condition condition,
        int turnsMax,
        String as,
        Results results,
        boolean remembers,
        @Nullable Template turnOutput,
        Block block)
        implements Repeated {

    public static final int TURNS_DEFAULT = 1_000;
    public static final int TURNS_MAX = 100_000;
    public static final String AS_DEFAULT = "turn";

    /** Code with which it fails when its condition wants more turns than it may have. */
    public static final String TOO_MANY_TURNS = "TOO_MANY_TURNS";

    /** When the condition is asked. */
    public enum Way {
        /** Before each turn, which begins when it holds. */
        WHILE,
        /** After each turn, which is the last when it holds. */
        UNTIL
    }

    /** What the loop puts out. */
    public enum Results {
        /** What its last turn has come to; null when there was none. */
        LAST,
        /** What each turn has come to, in order. */
        ALL
    }

    /** Whether there is a first turn whatever the condition says. */
    public boolean hasFirstTurn() {
        return way == Way.UNTIL;
    }

    @Override
    public Set<String> names() {
        return Set.of(as);
    }

    @Override
    public @Nullable Template passOutput() {
        return turnOutput;
    }

    @Override
    public Set<String> taskOutputsRead() {
        Set<String> read = new HashSet<>(head.taskOutputsRead(turnOutput));
        read.addAll(condition.taskOutputsRead());
        return read;
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.loop(this);
    }
}
